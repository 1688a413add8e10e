import type { AccessMatrix } from '../../core/access/explain/access-matrix.ts';
import type { Readable } from '../../core/access/explain/readable.ts';
import type { Principal, ProductTable } from '../../core/access/explain/mesh-access.ts';
import { renderPredicate } from '../../core/access/lakeformation/row-predicate.ts';

export type CellKind = 'all' | 'some' | 'none';

/** One role and one table. */
export type MatrixEntry = {
  readonly principal: string;
  readonly account: string;
  readonly domain: string;
  readonly table: string;
  readonly product: string;
  /** `all`: every column of every row. */
  readonly reads: CellKind;
  readonly columns: readonly string[];
  readonly columnsOfTable: number;
  /** Absent where all rows are read, or none. */
  readonly rows?: string;
  /** `files`: past Athena and Lake Formation. */
  readonly through?: 'athena' | 'files';
};

export function matrixJson({ principals, tables, cells, leftOut }: AccessMatrix) {
  return {
    principals: principals.map(({ name }) => name),
    tables: tables.map(({ name }) => name),
    entries: principals.flatMap((principal, row) =>
      tables.map((table, column) => matrixEntry(principal, table, cells[row]?.[column])),
    ),
    leftOut: leftOut.map(({ name }) => name),
  };
}

export function matrixEntry(
  { name, domain, role }: Principal,
  { name: table, product, spec }: ProductTable,
  cell: Readable | undefined,
): MatrixEntry {
  const isAllowed = cell?.kind === 'allowed';
  const columns = isAllowed ? cell.columns.map((column) => column.name) : [];
  const rows = isAllowed && cell.rows !== null ? renderPredicate(cell.rows) : undefined;
  return {
    principal: name,
    account: role.account,
    domain,
    table,
    product: product.id,
    reads: cellKind(cell, spec.columns.length),
    columns,
    columnsOfTable: spec.columns.length,
    ...(rows !== undefined && { rows }),
    ...(isAllowed && { through: cell.path === 'files' ? 'files' : 'athena' }),
  };
}

export function cellKind(cell: Readable | undefined, columnsOfTable: number): CellKind {
  if (cell?.kind !== 'allowed') return 'none';
  const isWhole = cell.rows === null && cell.columns.every(({ when }) => when === null);
  return isWhole && cell.columns.length === columnsOfTable ? 'all' : 'some';
}
