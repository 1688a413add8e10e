import { statSync } from 'node:fs';
import type { Database } from '../../../duckdb/database.ts';
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
 * What is told of a table of which something is withheld: its visible rows, at the width of the visible columns that
 * the statement mentions. The size of its files would tell how much there is besides.
 */
export function visibleBytes(
  { source, access }: OpenedTable,
  rows: number,
  mentions: (column: string) => boolean,
): number {
  const names = new Set(access.columns.map(({ name }) => name.toLowerCase()));
  const read = source.columns.filter(({ name }) => names.has(name) && mentions(name));
  return rows * read.reduce((total, { type }) => total + widthOf(type), 0);
}

function widthOf(type: string): number {
  return WIDTHS.find(([pattern]) => pattern.test(type))?.[1] ?? OTHER_WIDTH;
}

const COUNTS_MAX = 1_000;

/** Numbers of rows that a filter lets through: files hardly ever change, and counting reads a column of each. */
export class VisibleRows {
  readonly #counts = new Map<string, number>();

  async count(database: Database, { source }: OpenedTable, sql: string): Promise<number> {
    const files = source.files.map(({ path, bytes }) => `${path}|${bytes}|${statSync(path).mtimeMs}`);
    const key = JSON.stringify([files, sql]);
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const [row] = await database.rows(sql);
    const counted = Number(row?.['n'] ?? 0);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size >= COUNTS_MAX && oldest !== undefined) this.#counts.delete(oldest);
    this.#counts.set(key, counted);
    return counted;
  }
}
