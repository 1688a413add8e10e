import {
  predicateColumns,
  renderPredicate,
  type RowPredicate,
} from '../../../../core/access/lakeformation/row-predicate.ts';
import type { TableAccess } from '../../../../core/access/lakeformation/table-access.ts';
import type { Database } from '../../../duckdb/database.ts';
import { quoteName } from '../../../duckdb/quote.ts';
import type { TableSource } from './table-source.ts';

export type Allowed = Extract<TableAccess, { kind: 'allowed' }>;

export type SecuredTable = {
  readonly view: string;
  readonly source: TableSource;
  readonly access: Allowed;
  /** Whether the statement may use a column of this name. */
  readonly mentions: (column: string) => boolean;
  /** Whether no condition of the statement can fail, so that it does no harm on rows that the caller may not see. */
  readonly isHarmless: boolean;
};

/** A view whose rows are filtered before the query; a materialized table expression of its name does it once. */
export type FilteredRows = { readonly view: string; readonly select: string };

export type Secured = {
  /** SQL that counts the rows that the caller sees. */
  readonly count: string;
  readonly rows?: FilteredRows;
};

/** Optimizers that must be off where something is withheld: see `createSecuredTable`. */
export const UNSAFE_OPTIMIZERS: readonly string[] = ['cte_filter_pusher', 'statistics_propagation'];

/**
 * Makes what a query sees of a table: columns that the caller may read, cells that the caller may see.
 *
 * Rows are filtered before anything of the query meets them, into a materialized table expression. A filtered view
 * would not do: DuckDB may test the query's conditions before the filter, and an error (a division by zero, a failing
 * cast) would then tell about rows that the caller may not see. Only where no condition can fail is it a view. Masked
 * cells are safe in a view: conditions only ever meet the masked value.
 *
 * `cte_filter_pusher` would move conditions into the table expression, and `statistics_propagation` would judge them by
 * the least and greatest values of the files, withheld ones among them.
 *
 */
export async function createSecuredTable(database: Database, table: SecuredTable): Promise<Secured> {
  const { source, access } = table;
  const readable = source.columns.flatMap((column) => {
    const granted = access.columns.find(({ name }) => name.toLowerCase() === column.name);
    return granted === undefined ? [] : [{ column, when: granted.when }];
  });
  const shown = access.rows === null ? readable : atLeastOne(readable, table.mentions);
  const predicates = [access.rows, ...shown.map(({ when }) => when)].filter((one) => one !== null);
  const needed = new Set([
    ...shown.map(({ column }) => column.name),
    ...predicates.flatMap((predicate) => predicateColumns(predicate)),
  ]);
  const base = await source.select(database, {
    columns: source.columns.filter(({ name }) => needed.has(name)),
    faults: isWhole(source, access) ? 'fail' : 'null',
  });
  const cells = shown.map(({ column, when }) => cell(column.name, when));
  const select = `SELECT ${cells.join(', ')} FROM (${base}) AS base`;
  const where = access.rows === null ? '' : ` WHERE ${renderPredicate(access.rows)}`;
  const visible = `${select}${where}`;
  const isView = access.rows === null || table.isHarmless;
  await database.run(
    `CREATE VIEW ${quoteName(table.view)} AS ${isView ? visible : `WITH visible AS MATERIALIZED (${visible}) SELECT * FROM visible`}`,
  );
  return {
    count: `SELECT count(*)::DOUBLE AS n FROM (${base}) AS base${where}`,
    ...(!isView && { rows: { view: table.view, select: visible } }),
  };
}

/** Whether nothing of a table is withheld. */
export function isWhole(source: TableSource, access: Allowed): boolean {
  const names = new Set(
    access.columns.filter(({ when }) => when === null).map(({ name }) => name.toLowerCase()),
  );
  return access.rows === null && source.columns.every(({ name }) => names.has(name));
}

function cell(column: string, when: RowPredicate | null): string {
  const name = quoteName(column);
  return when === null ? name : `CASE WHEN ${renderPredicate(when)} THEN ${name} END AS ${name}`;
}

/** A table without columns cannot be counted. */
function atLeastOne<Item extends { readonly column: { readonly name: string } }>(
  readable: readonly Item[],
  mentions: (column: string) => boolean,
): readonly Item[] {
  const mentioned = readable.filter(({ column }) => mentions(column.name));
  return mentioned.length > 0 ? mentioned : readable.slice(0, 1);
}
