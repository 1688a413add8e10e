import { Dialect, tokenize } from '@polyglot-sql/sdk';
import { syntaxError } from '../query-failure.ts';

/**
 * Athena's DML is Trino's; polyglot's `athena` dialect reads `'\'` as an unfinished string, as Hive does.
 */
export const TRINO = Dialect.Trino;

export type Token = {
  readonly type: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

/** A statement as it was written, with its tokens: what error messages point into. */
export class SourceText {
  readonly text: string;
  readonly tokens: readonly Token[];

  constructor(text: string) {
    this.text = text;
    this.tokens = readTokens(text);
  }

  /** `line 1:8` */
  positionOf(offset: number): string {
    const before = Array.from(this.text).slice(0, offset).join('').split('\n');
    return `line ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  }

  /** Where a name first stands as an identifier; the statement's beginning where it does not. */
  positionOfName(name: string): string {
    const found = this.tokens.find((token) => isName(token, name));
    return this.positionOf(found?.start ?? 0);
  }

  /** Where `database.table` begins, or the table alone. */
  positionOfTable(database: string, table: string): string {
    const { tokens } = this;
    const at = tokens.findIndex((token, n) => isName(token, table) && tokens[n + 1]?.text !== '.');
    const isQualified = tokens[at - 1]?.text === '.' && isName(tokens[at - 2], database);
    const hasCatalog = isQualified && tokens[at - 3]?.text === '.';
    const first = tokens[hasCatalog ? at - 4 : isQualified ? at - 2 : at];
    return this.positionOf(first?.start ?? 0);
  }

  /** Replaces tokens by other text. */
  withTokens(replacements: ReadonlyMap<Token, string>): string {
    const characters = Array.from(this.text);
    let text = '';
    let at = 0;
    for (const token of this.tokens) {
      const replacement = replacements.get(token);
      if (replacement === undefined) continue;
      text += characters.slice(at, token.start).join('') + replacement;
      at = token.end;
    }
    return text + characters.slice(at).join('');
  }
}

/** Place of the token that closes the parenthesis at `open`; the end where none does. */
export function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.type === 'STRING') continue;
    if (tokens[at]?.text === '(') depth += 1;
    if (tokens[at]?.text === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function isName(token: Token | undefined, name: string): boolean {
  return token !== undefined && token.type !== 'STRING' && token.text.toLowerCase() === name.toLowerCase();
}

function readTokens(text: string): readonly Token[] {
  const result = tokenize(text, TRINO);
  if (!result.success || !result.tokens) {
    throw syntaxError(polyglotPosition(result.error), 'mismatched input');
  }
  // Spans count characters (code points), not UTF-16 units.
  return result.tokens.map((token) => ({
    type: tokenType(token),
    text: token.text,
    start: token.span.start,
    end: token.span.end,
  }));
}

// The SDK's types say `tokenType`; what it answers is `token_type`.
function tokenType(token: object): string {
  if ('token_type' in token) return String(token.token_type);
  return 'tokenType' in token ? String(token.tokenType) : '';
}

/** `line 1:5` from a message of polyglot's such as `Parse error at line 1, column 5: …`. */
export function polyglotPosition(message: string | null | undefined): string {
  const [, line, column] = /line (\d+), column (\d+)/.exec(message ?? '') ?? [];
  return `line ${line ?? 1}:${column ?? 1}`;
}
