import type { Database } from '../../../duckdb/database.ts';
import { quoteName } from '../../../duckdb/quote.ts';
import type { OpenedTable } from './open-reference.ts';
import { isWhole } from './secure-table.ts';

/** Bytes of a value, as far as its type tells. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/^(BOOLEAN|TINYINT)$/, 1],
  [/^SMALLINT$/, 2],
  [/^(INTEGER|FLOAT|DATE)$/, 4],
  [/^(BIGINT|DOUBLE|TIMESTAMP)/, 8],
];
const OTHER_WIDTH = 16;

/** The size of the files of tables that the caller may read whole. */
export function wholeBytes(tables: readonly OpenedTable[]): number {
  const whole = tables.filter(({ source, access }) => isWhole(source, access));
  return whole.flatMap(({ source }) => source.files).reduce((total, { bytes }) => total + bytes, 0);
}

/**
 * What is told of a table of which something is withheld: the rows that the caller sees, at the width of the columns
 * that the statement mentions. The size of its files would tell how much there is besides.
 */
export async function visibleBytes(
  database: Database,
  { source, access, reference }: OpenedTable,
  mentions: (column: string) => boolean,
): Promise<number> {
  if (isWhole(source, access)) return 0;
  const [row] = await database.rows(`SELECT count(*)::DOUBLE AS n FROM ${quoteName(reference.view)}`);
  const names = new Set(access.columns.map(({ name }) => name.toLowerCase()));
  const read = source.columns.filter(({ name }) => names.has(name) && mentions(name));
  return Number(row?.['n'] ?? 0) * read.reduce((total, { type }) => total + widthOf(type), 0);
}

function widthOf(type: string): number {
  return WIDTHS.find(([pattern]) => pattern.test(type))?.[1] ?? OTHER_WIDTH;
}
