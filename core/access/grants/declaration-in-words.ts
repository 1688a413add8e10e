import { assertNever } from '../../errors/invariant.ts';
import type { GrantDeclaration, GrantTarget } from './declaration.ts';

/** What is known of a table beside the grant on it. */
export type KnownTable = {
  /** As people say it: `safety.strikes`. */
  readonly name: string;
  readonly columns: readonly string[];
};

export type GrantWords = {
  /** As people say it: `insight-analyst`. */
  readonly principal: string;
  /** `SELECT on safety.strikes without operator, cost; rows where …; until 2027-06-30` */
  readonly what: string;
};

/** A grant as a reviewer reads it. Tables that are not known are named as Glue names them, with their columns. */
export function declarationInWords(
  declaration: GrantDeclaration,
  known: {
    readonly principalOf: (arn: string) => string;
    readonly tableOf: (database: string, table: string) => KnownTable | undefined;
  },
): GrantWords {
  const { principal, target, permissions, expires } = declaration;
  const ends = expires === undefined ? '' : `; until ${expires.slice(0, 10)}`;
  return {
    principal: known.principalOf(principal),
    what: `${permissionWords(permissions)} on ${targetWords(target, known.tableOf)}${ends}`,
  };
}

/** Whoever may read may see what there is to read. */
function permissionWords(permissions: readonly string[]): string {
  const told = permissions.filter((name) => name !== 'DESCRIBE' || permissions.length === 1);
  return told.toSorted().join(', ');
}

function targetWords(
  target: GrantTarget,
  tableOf: (database: string, table: string) => KnownTable | undefined,
): string {
  switch (target.kind) {
    case 'database':
      return `the database ${target.database}`;
    case 'table':
      return tableOf(target.database, target.table)?.name ?? `${target.database}.${target.table}`;
    case 'filter':
      return filterWords(target, tableOf(target.database, target.table));
    case 'lf-tag-policy':
      return `${target.resourceType === 'TABLE' ? 'tables' : 'databases'} tagged ${tagWords(target.expression)}`;
    case 'data-location':
      return target.resourceArn.replace('arn:aws:s3:::', 's3://');
    default:
      return assertNever(target);
  }
}

function filterWords(
  target: GrantTarget & { readonly kind: 'filter' },
  table: KnownTable | undefined,
): string {
  const name = table?.name ?? `${target.database}.${target.table}`;
  const rows = target.rows === undefined ? '' : `; rows where ${target.rows}`;
  return `${name}${columnWords(target.columns, table?.columns)}${rows}`;
}

/** Whichever list is shorter: the columns that are there, or those that are not. */
function columnWords(columns: readonly string[], all: readonly string[] | undefined): string {
  const missing = all?.filter((column) => !columns.includes(column));
  if (missing?.length === 0) return '';
  if (missing && missing.length < columns.length) return ` without ${missing.join(', ')}`;
  return ` (only ${columns.join(', ')})`;
}

function tagWords(expression: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(expression)
    .map(([key, values]) => `${key} = ${values.join(' or ')}`)
    .join(', ');
}
