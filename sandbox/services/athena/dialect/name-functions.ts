import { functionNotFound } from '../query-failure.ts';
import { FUNCTIONS } from './functions.ts';
import { closing, type SourceText, type Token } from './source-text.ts';

/** Words that a parenthesis may follow without being a function. */
const STRUCTURE = new Set(
  `in values as over and or not on using select from where by when then else case exists unnest union all any some
   with having like between join lateral sets rollup cube distinct intersect except group limit offset within
   escape is window filter order partition materialized bernoulli system array decimal numeric varchar char
   varbinary timestamp time interval date row map recursive ordinality end null true false offset fetch
   cross inner left right full outer natural to unload is`.split(/\s+/),
);

/** Words after which a name and a parenthesis are a table alias with its columns. */
const ALIAS_BEFORE = new Set(['AS', 'WITH', 'RECURSIVE']);

/** Types with arguments; as functions they are still in the list of functions. */
const FUNCTION_AND_TYPE = new Set(['date', 'row', 'map']);

/**
 * Renames the functions of a statement to DuckDB's names and to our macros, before anything else interprets them.
 * A name that Athena does not have, or the sandbox does not offer, fails here.
 */
export function nameFunctions(source: SourceText): string {
  const replacements = new Map<Token, string>();
  source.tokens.forEach((token, at) => {
    if (!isCall(source.tokens, at)) return;
    const name = token.text.toLowerCase();
    const target = FUNCTIONS.get(name);
    if (target === undefined || source.tokens[at - 1]?.text === '.') {
      throw functionNotFound(source.positionOf(token.start), name);
    }
    if (target !== name) replacements.set(token, target);
  });
  return source.withTokens(replacements);
}

function isCall(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || tokens[at + 1]?.text !== '(' || token.type === 'STRING') return false;
  if (!/^[\p{L}_]/u.test(token.text) && token.type !== 'QUOTED_IDENTIFIER') return false;
  const name = token.text.toLowerCase();
  if (token.type !== 'QUOTED_IDENTIFIER' && STRUCTURE.has(name)) {
    return FUNCTION_AND_TYPE.has(name) && !isAlias(tokens, at) && !isType(tokens, at);
  }
  return !isAlias(tokens, at);
}

/** `… AS t (a, b)`, `WITH t (a, b) AS (…`, `) t (a, b)`, `x t (a, b)`. */
function isAlias(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (before === undefined) return false;
  if (ALIAS_BEFORE.has(before.text.toUpperCase()) && before.type !== 'QUOTED_IDENTIFIER') return true;
  if (before.text === ')' && before.type !== 'QUOTED_IDENTIFIER') return true;
  if (before.type === 'QUOTED_IDENTIFIER' || before.type === 'VAR' || before.type === 'IDENTIFIER') {
    return !STRUCTURE.has(before.text.toLowerCase());
  }
  return (
    before.text === ',' &&
    tokens[closing(tokens, at + 1) + 1]?.text.toUpperCase() === 'AS' &&
    tokens[closing(tokens, at + 1) + 2]?.text === '(' &&
    isSelect(tokens[closing(tokens, at + 1) + 3])
  );
}

const isSelect = (token: Token | undefined): boolean =>
  token !== undefined && ['SELECT', 'WITH', 'VALUES', '(', 'TABLE'].includes(token.text.toUpperCase());

/** `CAST(… AS date)` has no parenthesis, but `AS row(x integer)` and `array(row(…))` have. */
function isType(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.text.toUpperCase();
  if (before === 'AS') return true;
  return (
    before === '(' &&
    ['ARRAY', 'ROW', 'MAP'].includes(tokens[at - 2]?.text.toUpperCase() ?? '') &&
    isTypeField(tokens, at)
  );
}

/** The first thing in the parentheses is a type name or `name type`, not an expression. */
function isTypeField(tokens: readonly Token[], at: number): boolean {
  const [first, second] = [tokens[at + 2], tokens[at + 3]];
  return first !== undefined && second !== undefined && /^\w+$/.test(first.text) && /^\w+$/.test(second.text);
}
