import { createHash } from 'node:crypto';
import { assertNever } from '../../errors/invariant.ts';
import {
  type DataCellsFilter,
  type Grant,
  type GrantResource,
  PERMISSIONS,
  type Permission,
} from '../lakeformation/grant.ts';
import type { GrantDeclaration, GrantTarget } from './declaration.ts';

/** Filters whose names begin like this are ours to make, mend and delete. */
export const FILTER_PREFIX = 'fh_';

/** A declaration as the grant that it asks for, with the filter that the grant is on. */
export type DeclaredGrant = {
  readonly declaration: GrantDeclaration;
  readonly grant: Grant;
  readonly filter?: DataCellsFilter;
};

export function declaredGrant(declaration: GrantDeclaration): DeclaredGrant {
  const { target } = declaration;
  const filter = target.kind === 'filter' ? filterOf(target) : undefined;
  const grant: Grant = {
    principal: declaration.principal,
    resource: resourceOf(target),
    permissions: declaration.permissions.flatMap((name) => permission(name) ?? []),
    grantable: [],
  };
  return { declaration, grant, ...(filter && { filter }) };
}

/** Whether a declaration still holds: its last day counts. */
export function isLive({ expires }: GrantDeclaration, now: Date): boolean {
  return expires === undefined || now.toISOString().slice(0, 10) <= expires.slice(0, 10);
}

/** Names that Lake Formation does not have are dropped here; synthesis has refused them before. */
function permission(name: string): Permission | undefined {
  return PERMISSIONS.find((one) => one === name);
}

function resourceOf(target: GrantTarget): GrantResource {
  switch (target.kind) {
    case 'database':
      return { kind: 'database', database: target.database };
    case 'table':
      return { kind: 'table', database: target.database, table: target.table };
    case 'filter':
      return {
        kind: 'filter',
        database: target.database,
        table: target.table,
        filter: filterName(target),
      };
    case 'lf-tag-policy':
      return {
        kind: 'tag-policy',
        on: target.resourceType,
        expression: Object.entries(target.expression).map(([key, values]) => ({ key, values })),
      };
    case 'data-location':
      return { kind: 'data-location', location: target.resourceArn };
    default:
      return assertNever(target);
  }
}

type FilterTarget = GrantTarget & { readonly kind: 'filter' };

/** The same columns and rows have the same name, whoever reads them: a changed filter is another filter. */
function filterName({ columns, rows }: FilterTarget): string {
  const content = JSON.stringify([[...columns].sort(), rows ?? null]);
  return `${FILTER_PREFIX}${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
}

function filterOf(target: FilterTarget): DataCellsFilter {
  return {
    database: target.database,
    table: target.table,
    name: filterName(target),
    columns: { kind: 'only', names: [...target.columns].sort() },
    ...(target.rows !== undefined && { rows: target.rows }),
  };
}
