import { explainTable, openingsOfColumn, type TableExplanation } from '../lakeformation/explain-table.ts';
import { anyOf, type RowPredicate } from '../lakeformation/row-predicate.ts';
import { catalogSteps } from './catalog-path.ts';
import type { MeshAccess, Principal, ProductTable } from './mesh-access.ts';
import { type Missing, missingPieces } from './missing.ts';
import type { PathStep } from './path-step.ts';
import { isOpen } from './path-step.ts';
import { readFiles } from './read-files.ts';
import type { Readable } from './readable.ts';
import { type Reason, reasonOf } from './reason.ts';

export type ExplainedColumn = {
  readonly name: string;
  readonly isRead: boolean;
  /** Rows in which it is read; null means all. */
  readonly when: RowPredicate | null;
  readonly because: readonly Reason[];
};

/** What a principal may read of a table, through which path and because of what; or what is missing. */
export type AccessExplanation = {
  readonly principal: Principal;
  readonly target: ProductTable;
  readonly reads: Readable;
  readonly columns: readonly ExplainedColumn[];
  readonly because: readonly Reason[];
  /** Why nothing of the table is read; empty where something is. */
  readonly missing: readonly Missing[];
  readonly paths: {
    /** A query through Athena; what Lake Formation shows of the table comes on top. */
    readonly catalog: readonly PathStep[];
    readonly lake: TableExplanation | undefined;
    /** A client that reads the files from S3. */
    readonly files: readonly PathStep[];
  };
};

export function explainAccess(
  { known }: MeshAccess,
  principal: Principal,
  target: ProductTable,
): AccessExplanation {
  const { role } = principal;
  const { table } = target;
  const state = known.lakeOf(table.account)?.state;
  const lake = state && explainTable(state, role.arn, table);
  const catalog = catalogSteps(known, role, table);
  const files = readFiles(known, role, table);
  const paths = { catalog, lake, files };
  const byFiles = files.every(isOpen);
  const byCatalog = catalog.every(isOpen) && lake?.access.kind === 'allowed';
  const reasons = byCatalog ? lake.openings.map((opening) => reasonOf(known, target, opening)) : [];
  const all: readonly Reason[] = byFiles ? [...reasons, { kind: 'files', columns: table.columns }] : reasons;
  const reads = readable(target, paths, { byFiles, byCatalog });
  return {
    principal,
    target,
    reads,
    columns: table.columns.map((name) => explained(name, paths.lake, { all, byFiles, byCatalog })),
    because: all,
    missing: reads.kind === 'nothing' ? missingPieces(paths) : [],
    paths,
  };
}

type Ways = { readonly byFiles: boolean; readonly byCatalog: boolean };

function readable(
  { table }: ProductTable,
  { lake }: AccessExplanation['paths'],
  { byFiles, byCatalog }: Ways,
): Readable {
  if (byFiles) {
    const columns = table.columns.map((name) => ({ name, when: null }));
    return { kind: 'allowed', columns, rows: null, path: 'files' };
  }
  if (!byCatalog || lake?.access.kind !== 'allowed') return { kind: 'nothing' };
  return { ...lake.access, path: 'catalog' };
}

function explained(
  name: string,
  lake: TableExplanation | undefined,
  { all, byFiles, byCatalog }: Ways & { readonly all: readonly Reason[] },
): ExplainedColumn {
  const because = all.filter(({ columns }) => columns.includes(name));
  const openings = lake && byCatalog ? openingsOfColumn(lake, name) : [];
  const when = byFiles || openings.length === 0 ? null : anyOf(openings.map(({ rows }) => rows));
  return { name, isRead: because.length > 0, when, because };
}
