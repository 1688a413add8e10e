import type { Database } from './database.ts';
import { quoteText } from './quote.ts';

/** A node of DuckDB's own syntax tree, as it writes it. */
export type QueryNode = { readonly [key: string]: unknown };

export function isNode(value: unknown): value is QueryNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The statements of a text as DuckDB reads them; `undefined` where it reads none, or none that is a query. */
export async function parseQuery(database: Database, sql: string): Promise<readonly QueryNode[] | undefined> {
  const [row] = await database.rows(`SELECT CAST(json_serialize_sql(${quoteText(sql)}) AS VARCHAR) AS tree`);
  const answer: unknown = JSON.parse(String(row?.['tree']));
  if (!isNode(answer) || answer['error'] !== false) return undefined;
  return items(answer['statements']).filter(isNode);
}
