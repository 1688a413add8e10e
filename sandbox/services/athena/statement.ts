import { closing, SourceText, type Token } from './dialect/source-text.ts';
import { notOffered, QueryFailure, syntaxError } from './query-failure.ts';

export type Statement =
  | { readonly kind: 'select'; readonly query: string }
  | { readonly kind: 'unload'; readonly query: string; readonly target: string }
  | { readonly kind: 'explain'; readonly query: string }
  | { readonly kind: 'show-databases'; readonly pattern?: string }
  | { readonly kind: 'show-tables'; readonly database?: string; readonly pattern?: string }
  | { readonly kind: 'show-columns'; readonly table: TableName }
  | { readonly kind: 'describe'; readonly table: TableName };

export type TableName = { readonly database?: string; readonly table: string };

/** Tells the statement apart; what the sandbox does not offer is refused by its name. */
export function parseStatement(text: string): Statement {
  const source = new SourceText(text.replace(/(\s|;)+$/u, ''));
  const words = source.tokens;
  const first = words[0]?.text.toUpperCase();
  if (words.some(({ type, text: token }) => token === ';' && type !== 'STRING')) {
    throw new QueryFailure('Only one sql statement is allowed.');
  }
  switch (first) {
    case 'SELECT':
    case 'WITH':
    case 'VALUES':
    case '(':
      return { kind: 'select', query: source.text };
    case 'EXPLAIN':
      return explain(source);
    case 'UNLOAD':
      return unload(source);
    case 'SHOW':
      return show(words.slice(1));
    case 'DESCRIBE':
    case 'DESC':
      return {
        kind: 'describe',
        table: tableName(words.slice(1).filter((word) => !isWord(word, 'TABLE', 'EXTENDED', 'FORMATTED'))),
      };
    case undefined:
      throw syntaxError('line 1:1', 'no statement');
    default:
      throw refused(first, words[1]?.text.toUpperCase());
  }
}

const DDL = new Set(['CREATE', 'ALTER', 'DROP', 'MSCK', 'PREPARE', 'EXECUTE', 'DEALLOCATE']);

function refused(first: string, second: string | undefined): QueryFailure {
  if (DDL.has(first)) {
    return notOffered(
      `${first}${second === undefined ? '' : ` ${second}`}; make tables with a contract, which becomes a stack`,
    );
  }
  if (['INSERT', 'MERGE', 'UPDATE', 'DELETE', 'OPTIMIZE', 'VACUUM'].includes(first)) {
    return notOffered(`${first}; write with UNLOAD, and let the publisher commit the files`);
  }
  return syntaxError('line 1:1', `mismatched input '${first.toLowerCase()}'`);
}

function explain(source: SourceText): Statement {
  const [, second] = source.tokens;
  if (second === undefined || isWord(second, 'ANALYZE') || second.text === '(') {
    throw notOffered('EXPLAIN ANALYZE and EXPLAIN with options');
  }
  const inner = parseStatement(slice(source, second.start));
  if (inner.kind !== 'select') throw notOffered('EXPLAIN of statements other than SELECT');
  return { kind: 'explain', query: inner.query };
}

/** `UNLOAD (SELECT …) TO 's3://…/' WITH (format = 'PARQUET', compression = 'ZSTD')` */
function unload(source: SourceText): Statement {
  const { tokens } = source;
  const open = tokens[1];
  const close = tokens[closing(tokens, 1)];
  const rest = tokens.slice(closing(tokens, 1) + 1);
  const [to, target, ...options] = rest;
  if (open?.text !== '(' || close === undefined)
    throw syntaxError(source.positionOf(open?.start ?? 0), 'expecting (');
  if (to === undefined || !isWord(to, 'TO') || target?.type !== 'STRING') {
    throw syntaxError(source.positionOf(to?.start ?? close.end), "expecting TO 's3://…/'");
  }
  checkUnloadOptions(options);
  const query = slice(source, open.end, close.start);
  if (parseStatement(query).kind !== 'select')
    throw syntaxError(source.positionOf(open.end), 'expecting a SELECT');
  if (!/^s3:\/\/[^/]+\/.*\/$/s.test(target.text)) {
    throw new QueryFailure(
      `INVALID_TABLE_PROPERTY: the UNLOAD location '${target.text}' must be s3://<bucket>/<prefix>/`,
    );
  }
  // Columns of errors are those of the whole statement: what stands before is blanked, not cut.
  return { kind: 'unload', query: blank(source, open.end) + query, target: target.text };
}

function checkUnloadOptions(tokens: readonly Token[]): void {
  const text = tokens.map(({ text: token }) => token.toUpperCase());
  const inner = text.slice(2, -1).join(' ');
  if (text[0] !== 'WITH' || text[1] !== '(' || text.at(-1) !== ')') {
    throw syntaxError('line 1:1', "UNLOAD needs WITH (format = 'PARQUET')");
  }
  const options = new Map(
    inner.split(' , ').map((option) => {
      const [name = '', value = ''] = option.split(' = ');
      return [name, value] as const;
    }),
  );
  for (const [name, value] of options) {
    const isKnown =
      (name === 'FORMAT' && value === 'PARQUET') || (name === 'COMPRESSION' && value === 'ZSTD');
    if (!isKnown)
      throw notOffered(`UNLOAD with ${name.toLowerCase()} = '${value}'; it writes Parquet with ZSTD`);
  }
  if (!options.has('FORMAT')) throw syntaxError('line 1:1', "UNLOAD needs format = 'PARQUET'");
}

function show(words: readonly Token[]): Statement {
  const [what, ...rest] = words;
  if (what !== undefined && isWord(what, 'DATABASES', 'SCHEMAS'))
    return { kind: 'show-databases', ...pattern(rest) };
  if (what !== undefined && isWord(what, 'TABLES')) {
    const [preposition, database, ...more] = rest;
    if (preposition !== undefined && isWord(preposition, 'IN', 'FROM') && database !== undefined) {
      return { kind: 'show-tables', database: database.text.toLowerCase(), ...pattern(more) };
    }
    return { kind: 'show-tables', ...pattern(rest) };
  }
  if (what !== undefined && isWord(what, 'COLUMNS')) {
    const [preposition, ...name] = rest;
    const at = name.findIndex((word) => isWord(word, 'IN', 'FROM'));
    if (preposition === undefined || !isWord(preposition, 'IN', 'FROM'))
      throw syntaxError('line 1:1', 'expecting IN');
    if (at < 0) return { kind: 'show-columns', table: tableName(name) };
    const database = name[at + 1]?.text.toLowerCase();
    const { table } = tableName(name.slice(0, at));
    return { kind: 'show-columns', table: { table, ...(database !== undefined && { database }) } };
  }
  throw notOffered(`SHOW ${what?.text.toUpperCase() ?? ''}`);
}

function pattern(words: readonly Token[]): { readonly pattern?: string } {
  const like = words.filter((word) => !isWord(word, 'LIKE'));
  if (like.length === 0) return {};
  if (like.length === 1 && like[0]?.type === 'STRING') return { pattern: like[0].text };
  throw syntaxError('line 1:1', `mismatched input '${like[0]?.text}'`);
}

function tableName(words: readonly Token[]): TableName {
  const names = words.filter(({ text }) => text !== '.').map(({ text }) => text.toLowerCase());
  const parts = names[0] === 'awsdatacatalog' && names.length === 3 ? names.slice(1) : names;
  const [first, second, ...more] = parts;
  if (first === undefined || more.length > 0) throw syntaxError('line 1:1', 'expecting the name of a table');
  return second === undefined ? { table: first } : { database: first, table: second };
}

function isWord(token: Token, ...words: readonly string[]): boolean {
  return (
    token.type !== 'STRING' && token.type !== 'QUOTED_IDENTIFIER' && words.includes(token.text.toUpperCase())
  );
}

function slice(source: SourceText, from: number, to?: number): string {
  return Array.from(source.text).slice(from, to).join('');
}

function blank(source: SourceText, to: number): string {
  return slice(source, 0, to).replaceAll(/[^\n]/gu, ' ');
}
