import { Dialect, generate, parse, transpile } from '@polyglot-sql/sdk';
import { QueryFailure, notOffered, syntaxError } from '../query-failure.ts';
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
  return { source, sql: generateDuckDb(rewritten), tables };
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
  return duckdb.sql[0];
}
