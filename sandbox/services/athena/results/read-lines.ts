import { readFile } from 'node:fs/promises';
import type { Page } from './read-csv.ts';

/** Rows of an answer to SHOW, DESCRIBE or EXPLAIN: such files are small. `from` counts rows. */
export async function readLinesPage(path: string, from: number, limit: number): Promise<Page> {
  const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
  const rows = lines.slice(from, from + limit).map((line) => [line]);
  return { rows, ...(from + limit < lines.length && { next: from + limit }) };
}
