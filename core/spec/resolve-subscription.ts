import { checkRowFilter } from '../access/lakeformation/check-row-filter.ts';
import { parseRowFilter } from '../access/lakeformation/parse-row-filter.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, type Finding, warningAt } from '../diagnostics/report.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type ApprovalRule, neededApprovals } from '../governance/approval-rules.ts';
import { strictestOf } from '../governance/approvals.ts';
import type { DomainRole, Subscription, Table } from './mesh.ts';
import type { AccessFile } from './spec-schemas.ts';
import { describeState } from './describe-state.ts';
import { approversOf, subscriptionState } from './subscription-state.ts';
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
  /** Of the mesh, from the most open to the most restricted. */
  readonly classifications: readonly string[];
  readonly rules: readonly ApprovalRule[];
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
  if (table === undefined) return { diagnostics };
  const columns = resolveColumns(written, table, report);
  if (written.rows !== undefined) checkRows(written.rows, table, report);
  const subscription = decide(written, context, { table, columns });
  const described = describeState(subscription);
  if (described !== undefined) {
    diagnostics.push(warningAt(yaml.spanOf([described.key]), described.finding));
  }
  return { diagnostics, subscription };
}

/** What the file amounts to: who has approved it, whether that is enough, and whether it has ended. */
function decide(
  written: AccessFile,
  { name, file, owner, classifications, rules, today }: SubscriptionContext,
  { table, columns }: { readonly table: Table; readonly columns: readonly string[] },
): Subscription {
  const { roles = DEFAULT_ROLES, approvedBy = [], except: _, rows, ...said } = written;
  const read = table.columns.filter((column) => columns.includes(column.name));
  const classification = strictestOf(
    read.map((column) => column.classification),
    classifications,
  );
  const approvals = neededApprovals(rules, { domain: owner, classification });
  return {
    ...said,
    ...(rows !== undefined && { rows }),
    name,
    file,
    roles,
    approvedBy,
    table: table.name,
    columns,
    classification,
    approvals,
    approvers: approversOf(written),
    state: subscriptionState(written, { needed: approvals.needed, today }),
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

/** Subscriptions of one product, live or about to be, whose roles meet: which of the two counts could not be told. */
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
