import type { Database } from '../../duckdb/database.ts';
import { isHarmlessQuery } from '../../duckdb/harmless-query.ts';
import type { QueryNode } from '../../duckdb/parse-query.ts';
import { quoteList, quoteText } from '../../duckdb/quote.ts';
import { macroStatements, SETTING_STATEMENTS } from './dialect/macros.ts';
import type { Translation } from './dialect/translate.ts';
import type { OpenedTable } from './tables/open-reference.ts';
import { visibleBytes, type VisibleRows, wholeBytes } from './tables/scanned-bytes.ts';
import { createSecuredTable, type FilteredRows, isWhole, UNSAFE_OPTIMIZERS } from './tables/secure-table.ts';

export type PreparedQuery = {
  readonly translation: Translation;
  /** As DuckDB reads it. */
  readonly statement: QueryNode;
  readonly tables: readonly OpenedTable[];
};

/** What the query is said to scan, and the tables whose rows must be filtered before it. */
export type PreparedDatabase = { readonly scannedBytes: number; readonly filtered: readonly FilteredRows[] };

/** After this the instance reads the given tables and writes below the scratch directory, and nothing can change that. */
export async function prepareDatabase(
  database: Database,
  job: { readonly scratch: string; readonly visibleRows: VisibleRows },
  { translation, statement, tables }: PreparedQuery,
): Promise<PreparedDatabase> {
  await database.run(...settings(job.scratch, tables));
  const mentioned = mentionedNames(translation);
  const mentions = (column: string): boolean => mentioned === 'all' || mentioned.has(column);
  const filtered: FilteredRows[] = [];
  let scannedBytes = wholeBytes(tables);
  for (const table of tables) {
    const { reference, source, access } = table;
    const isHarmless = isHarmlessQuery(statement, source.columns);
    const secured = { view: reference.view, source, access, mentions, isHarmless };
    const { count, rows } = await createSecuredTable(database, secured);
    if (rows) filtered.push(rows);
    if (isWhole(source, access)) continue;
    scannedBytes += visibleBytes(table, await job.visibleRows.count(database, table, count), mentions);
  }
  await database.run(
    ...macroStatements(`${translation.sql} athena_double_text`),
    'SET lock_configuration = true',
  );
  return { scannedBytes, filtered };
}

function settings(scratch: string, tables: readonly OpenedTable[]): readonly string[] {
  const paths = tables.flatMap(({ source }) => source.files.map(({ path }) => path));
  const isWithheld = tables.some(({ source, access }) => !isWhole(source, access));
  return [
    ...SETTING_STATEMENTS,
    `SET disabled_optimizers = ${quoteText(isWithheld ? UNSAFE_OPTIMIZERS.join(',') : '')}`,
    `SET allowed_paths = ${quoteList(paths)}`,
    `SET allowed_directories = ${quoteList([scratch])}`,
    'SET enable_external_access = false',
  ];
}

/** `*` and NATURAL JOIN mention every column; `count(*)` and a product do not. */
function mentionedNames({ source }: Translation): 'all' | ReadonlySet<string> {
  const tokens = source.tokens.filter(({ type }) => type !== 'STRING');
  const names = new Set(tokens.map(({ text }) => text.toLowerCase()));
  const isAll = tokens.some(
    ({ text }, at) => text === '*' && BEFORE_ALL.has(tokens[at - 1]?.text.toLowerCase() ?? ''),
  );
  return isAll || names.has('natural') ? 'all' : names;
}

const BEFORE_ALL = new Set(['select', 'all', 'distinct', ',', '.']);
