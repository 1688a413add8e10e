import type { Diagnostic, SourceSpan } from '../diagnostics/diagnostic.ts';
import { lineIndex } from '../diagnostics/line-index.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import type { ReadSql, SqlReading } from './sql-reading.ts';
import { asNode, type Extent, extentWithin, isJson, isQuery, type SqlNode } from './sql-ast.ts';

/** A file of SQL, and the place of any of its characters. */
export type SqlSource = {
  readonly file: string;
  readonly text: string;
  readonly spanOf: (extent: Extent) => SourceSpan;
  /** Offset in the text, which counts UTF-16 units, of a character that the parser counts. */
  readonly indexOf: (character: number) => number;
};

export type SqlQuery = {
  readonly source: SqlSource;
  readonly root: SqlNode;
  /** The query alone, without the semicolon that may end it. */
  readonly extent: Extent;
};

export type ParsedSql = { readonly query?: SqlQuery; readonly diagnostics: readonly Diagnostic[] };

/** Reads one SELECT of Athena's SQL; anything else is a diagnostic. */
export function parseSql(file: string, text: string, readSql: ReadSql): ParsedSql {
  const source = sqlSource(file, text);
  const refuse = (
    span: SourceSpan,
    code: 'InvalidSql' | 'NotOneSelect' | 'UnsupportedSql',
    message: string,
    hint?: string,
  ) => ({
    diagnostics: [errorAt(span, { code, message, hint })],
  });
  if (text.includes('{{')) {
    const start = countCharacters(text.slice(0, text.indexOf('{{')));
    const message = 'two opening braces mark an input of a compiled query';
    return refuse(source.spanOf({ start, end: start + 2 }), 'UnsupportedSql', message, 'write them apart');
  }
  const { parsed, tokens } = readSql(text);
  if (!parsed.success) {
    const [start, end] = [parsed.errorStart ?? 0, parsed.errorEnd ?? 0];
    const message = (parsed.error ?? 'the query cannot be read').replace(
      /^Parse error at line \d+, column \d+: /,
      '',
    );
    return refuse(source.spanOf({ start, end }), 'InvalidSql', lowerFirst(message));
  }
  const statements: readonly unknown[] = Array.isArray(parsed.ast) ? parsed.ast : [parsed.ast];
  const root = topQuery(statements[0]);
  if (statements.length !== 1 || root === undefined) {
    const found = statements.length === 0 ? 'no statement' : describeStatements(statements);
    const hint = 'write one query: SELECT …, or WITH … SELECT …';
    return refuse(startOf(file), 'NotOneSelect', `the file holds ${found}, and a step is one SELECT`, hint);
  }
  return { query: { source, root, extent: queryExtent(text, tokens) }, diagnostics: [] };
}

/** A query in parentheses is a query. */
function topQuery(statement: unknown): SqlNode | undefined {
  const node = asNode(statement);
  if (node === undefined || node.tag === 'values') return undefined;
  return isQuery(node) || node.tag === 'subquery' ? node : undefined;
}

function describeStatements(statements: readonly unknown[]): string {
  if (statements.length > 1) return `${statements.length} statements`;
  return asNode(statements[0])?.tag.replaceAll('_', ' ').toUpperCase() ?? 'something else';
}

function sqlSource(file: string, text: string): SqlSource {
  // Only characters beyond the basic plane make the two counts differ.
  const offsets = /[\uD800-\uDBFF]/.test(text) ? characterOffsets(text) : undefined;
  const lines = lineIndex(file, text);
  const indexOf = (character: number): number =>
    offsets === undefined ? character : (offsets[character] ?? text.length);
  return {
    file,
    text,
    indexOf,
    spanOf: ({ start, end }) => lines.spanAt(indexOf(start), indexOf(end)),
  };
}

function characterOffsets(text: string): number[] {
  const offsets: number[] = [];
  let index = 0;
  for (const character of text) {
    offsets.push(index);
    index += character.length;
  }
  return offsets;
}

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/** From the first word on, without the comments before it, and without a semicolon at the end. */
function queryExtent(text: string, tokens: SqlReading['tokens']): Extent {
  const start = countCharacters(LEADING.exec(text)?.[0] ?? '');
  // A semicolon may also stand in a string or a comment: only the tokens tell.
  if (tokens === undefined) return { start, end: countCharacters(text.trimEnd()) };
  const words = tokens.filter((token) => isJson(token) && token['token_type'] !== 'SEMICOLON');
  return { start, end: extentWithin(words.at(-1))?.end ?? countCharacters(text) };
}

const countCharacters = (text: string): number => Array.from(text).length;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
