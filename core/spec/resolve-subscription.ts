import { checkRowFilter } from '../access/lakeformation/check-row-filter.ts';
import { parseRowFilter } from '../access/lakeformation/parse-row-filter.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, type Finding } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { DomainRole, Subscription, Table } from './mesh.ts';
import type { AccessFile } from './spec-schemas.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** Roles that every domain has and that may be given access. */
export const STANDARD_ROLES: readonly string[] = ['engineer', 'analyst', 'pipeline'];
const DEFAULT_ROLES: readonly string[] = ['pipeline', 'analyst'];

export type SubscriptionContext = {
  readonly name: string;
  readonly file: string;
  readonly yaml: YamlFile;
  /** Domain of the product. */
  readonly owner: string;
  readonly tables: readonly Table[];
  readonly rolesOf: ReadonlyMap<string, readonly DomainRole[]>;
  /** ISO date. */
  readonly today: string;
};

type ResolvedSubscription = {
  readonly subscription?: Subscription;
  readonly diagnostics: readonly Diagnostic[];
};

/** A subscription with its references looked up; the columns are the ones that may be read. */
export function resolveSubscription(written: AccessFile, context: SubscriptionContext): ResolvedSubscription {
  const { yaml, tables } = context;
  const diagnostics: Diagnostic[] = [];
  const report = (path: YamlPath, finding: Finding): void => {
    diagnostics.push(errorAt(yaml.spanOf(path), finding));
  };
  checkConsumer(written, context, report);
  const table = written.table === undefined ? tables[0] : tables.find(({ name }) => name === written.table);
  if (table === undefined && written.table !== undefined) {
    const names = tables.map(({ name }) => name);
    const message = `the contract has no table "${written.table}"`;
    report(['table'], { code: 'UnknownTable', message, hint: suggest(written.table, names) });
  }
  if (written.expires < context.today) {
    const message = `the access of ${written.consumer} ended on ${written.expires}`;
    const hint = 'delete the file, or write a later day that the owner has agreed to';
    report(['expires'], { code: 'ExpiredSubscription', message, hint });
  }
  if (table === undefined) return { diagnostics };
  const columns = resolveColumns(written, table, report);
  if (written.rows !== undefined) checkRows(written.rows, table, report);
  return {
    diagnostics,
    subscription: {
      name: context.name,
      consumer: written.consumer,
      roles: written.roles ?? DEFAULT_ROLES,
      table: table.name,
      purpose: written.purpose,
      columns,
      ...(written.rows !== undefined && { rows: written.rows }),
      expires: written.expires,
      approvedBy: written.approvedBy,
      file: context.file,
    },
  };
}

type Report = (path: YamlPath, finding: Finding) => void;

function checkConsumer(written: AccessFile, { owner, rolesOf }: SubscriptionContext, report: Report): void {
  const { consumer } = written;
  const roles = rolesOf.get(consumer);
  if (roles === undefined) {
    const message = `the mesh has no domain "${consumer}"`;
    const hint = suggest(
      consumer,
      [...rolesOf.keys()].filter((name) => name !== owner),
    );
    report(['consumer'], { code: 'UnknownDomain', message, hint });
    return;
  }
  if (consumer === owner) {
    const message = `${owner} needs no subscription to its own product`;
    report(['consumer'], { code: 'InvalidValue', message, hint: 'delete the file' });
  }
  const names = [...STANDARD_ROLES, ...roles.map(({ name }) => name)];
  for (const [index, role] of (written.roles ?? []).entries()) {
    if (names.includes(role)) continue;
    const message = `the domain "${consumer}" has no role "${role}"`;
    report(['roles', index], { code: 'UnknownRole', message, hint: suggest(role, names) });
  }
}

function resolveColumns(written: AccessFile, table: Table, report: Report): readonly string[] {
  const all = table.columns.map(({ name }) => name);
  if (written.columns !== undefined && written.except !== undefined) {
    const hint = 'name the columns that may be read, or the ones that may not';
    report(['except'], { code: 'InvalidValue', message: '"columns" and "except" exclude each other', hint });
  }
  const key = written.columns === undefined ? 'except' : 'columns';
  const listed = written[key] ?? [];
  for (const [index, column] of listed.entries()) {
    if (all.includes(column)) continue;
    const message = `the table "${table.name}" has no column "${column}"`;
    report([key, index], { code: 'UnknownColumn', message, hint: suggest(column, all) });
  }
  const columns = all.filter((name) => listed.includes(name) === (key === 'columns'));
  if (columns.length === 0 && all.length > 0) {
    report([key], {
      code: 'InvalidValue',
      message: 'no column is left that may be read',
      hint: 'delete the file',
    });
  }
  return columns;
}

function checkRows(rows: string, table: Table, report: Report): void {
  const parsed = parseRowFilter(rows);
  if (parsed.kind === 'refused') {
    report(['rows'], { code: 'InvalidRowFilter', message: parsed.message });
    return;
  }
  const problems = checkRowFilter(parsed.predicate, {
    columns: table.columns.filter(({ name }) => !table.partitionBy.includes(name)),
    partitionKeys: table.columns.filter(({ name }) => table.partitionBy.includes(name)),
  });
  for (const message of problems) report(['rows'], { code: 'InvalidRowFilter', message });
}

/** Subscriptions of one product whose roles meet: which of the two would count could not be told. */
export function overlappingRoles(
  subscriptions: readonly Subscription[],
): { readonly later: Subscription; readonly earlier: Subscription; readonly role: string }[] {
  return subscriptions.flatMap((later, index) =>
    subscriptions
      .slice(0, index)
      .filter(({ consumer, table }) => consumer === later.consumer && table === later.table)
      .flatMap((earlier) =>
        later.roles.filter((role) => earlier.roles.includes(role)).map((role) => ({ later, earlier, role })),
      ),
  );
}
