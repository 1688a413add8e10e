import { Dialect, generate, parse, transpile } from '@polyglot-sql/sdk';
import { QueryFailure, notOffered, syntaxError } from '../query-failure.ts';
import { NATIVE } from './functions.ts';
import { nameFunctions } from './name-functions.ts';
import { resolveTables, type TableReference } from './resolve-tables.ts';
import { rewriteExpression } from './rewrite-expression.ts';
import { polyglotPosition, SourceText, TRINO } from './source-text.ts';
import { expression, isTree, mapTree } from './tree.ts';

export type Translation = {
  readonly source: SourceText;
  /** DuckDB's SQL, in which tables are views `athena_table_<n>`. */
  readonly sql: string;
  readonly tables: readonly TableReference[];
};

export type TranslationContext = {
  readonly catalog?: string;
  readonly database?: string;
  /** What `now()` and its like answer. */
  readonly now: Date;
};

const QUERIES = new Set(['select', 'union', 'intersect', 'except', 'subquery', 'values']);

/** Athena's SELECT as DuckDB's. */
export function translate(text: string, context: TranslationContext): Translation {
  const source = new SourceText(text);
  const parsed = parseQuery(nameFunctions(source));
  const { tree, tables } = resolveTables(parsed, context);
  const now = context.now.toISOString();
  const rewritten = mapTree(tree, (node) => rewriteExpression(node, now));
  const sql = generateDuckDb(rewritten);
  checkKept(source, sql);
  return { source, sql, tables };
}

const KEPT = ['FILTER', 'OVER', 'DISTINCT', 'HAVING', 'WHERE', 'LIMIT', 'OFFSET'] as const;

/** A clause that the translation loses would change the answer without a word. */
function checkKept(source: SourceText, sql: string): void {
  const translated = new SourceText(sql);
  for (const word of KEPT) {
    const [before, after] = [source, translated].map(({ tokens }) => countWord(tokens, word));
    if ((after ?? 0) < (before ?? 0)) throw notOffered(`${word} where this statement has it`);
  }
}

function countWord(tokens: SourceText['tokens'], word: string): number {
  return tokens.filter(({ type, text }, at) => {
    if (type === 'STRING' || type === 'QUOTED_IDENTIFIER' || text.toUpperCase() !== word) return false;
    // `filter(array, …)` is a function.
    return word !== 'FILTER' || tokens[at - 1]?.text === ')';
  }).length;
}

function parseQuery(text: string): unknown {
  const result = parse(text, TRINO);
  if (!result.success) {
    throw syntaxError(polyglotPosition(result.error), 'mismatched input; the statement cannot be read');
  }
  const statements: unknown = result.ast;
  if (!Array.isArray(statements) || statements.length === 0) throw syntaxError('line 1:1', 'no statement');
  if (statements.length > 1) {
    throw new QueryFailure('Only one sql statement is allowed.');
  }
  const [statement] = statements;
  const kind = isTree(statement) ? expression(statement)?.[0] : undefined;
  if (kind === undefined || !QUERIES.has(kind))
    throw notOffered(`statements of the kind "${kind ?? 'unknown'}"`);
  return statement;
}

function generateDuckDb(tree: unknown): string {
  const trino = generate([tree], TRINO);
  if (!trino.success || !trino.sql?.[0]) throw notOffered('an expression of this statement');
  const duckdb = transpile(trino.sql[0], TRINO, Dialect.DuckDB);
  if (!duckdb.success || duckdb.sql?.length !== 1 || !duckdb.sql[0]) {
    throw notOffered('an expression of this statement');
  }
  return withNativeNames(duckdb.sql[0]);
}

function withNativeNames(sql: string): string {
  const source = new SourceText(sql);
  const isNative = (text: string): boolean => text.toLowerCase().startsWith(NATIVE);
  const native = source.tokens.filter(({ type, text }) => type !== 'STRING' && isNative(text));
  return source.withTokens(new Map(native.map((token) => [token, token.text.slice(NATIVE.length)])));
}
