import type { Column } from '../spec/mesh.ts';
import { identifier } from './sql-text.ts';

const TABLE_WORDS = ['object', 'table', 'model'];
const COLUMN_WORDS = ['property', 'column', 'field'];

/** A rule's own query, with the plan's placeholder where the table stands. */
export function customQuery(
  query: string,
  column: Column | undefined,
): { readonly sql: string } | { readonly problem: string } {
  const sql = query.trim().replace(/;\s*$/, '');
  if (!/^(select|with)\b/i.test(sql)) return { problem: 'the query is not one SELECT' };
  if (withoutLiterals(sql).includes(';')) return { problem: 'the query is more than one statement' };
  let readsTable = false;
  let unknown: string | undefined;
  // Both spellings occur in the standard's own examples: {object} and ${table}.
  const filled = sql.replace(/\$?\{(\w+)\}/g, (found, word: string) => {
    if (TABLE_WORDS.includes(word)) {
      readsTable = true;
      return '{{table}}';
    }
    if (COLUMN_WORDS.includes(word) && column !== undefined) return identifier(column.name);
    unknown ??= found;
    return found;
  });
  if (unknown !== undefined)
    return { problem: `the query has ${unknown}, and knows {object} and {property}` };
  return readsTable ? { sql: filled } : { problem: 'the query does not read {object}' };
}

const withoutLiterals = (sql: string): string =>
  sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, '');
