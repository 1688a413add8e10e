import { type Token, tokenize } from './filter-tokens.ts';
import type { ColumnPath, Comparison, Literal, RowPredicate } from './row-predicate.ts';

/** Lake Formation takes expressions that are shorter than this. */
export const ROW_FILTER_LENGTH_LIMIT = 2048;
const NESTING_MAX = 50;
const COLUMN_DEPTH_MAX = 5;

export type ParsedFilter =
  | { readonly kind: 'parsed'; readonly predicate: RowPredicate }
  /** `at` is an offset in the filter. */
  | { readonly kind: 'refused'; readonly message: string; readonly at: number };

/** Parses a row filter in the subset of PartiQL that Lake Formation accepts: columns against constants. */
export function parseRowFilter(filter: string): ParsedFilter {
  if (filter.length >= ROW_FILTER_LENGTH_LIMIT) {
    const message = `the row filter has ${filter.length} characters; Lake Formation takes fewer than ${ROW_FILTER_LENGTH_LIMIT}`;
    return { kind: 'refused', message, at: ROW_FILTER_LENGTH_LIMIT };
  }
  const tokens = tokenize(filter);
  if ('unreadableAt' in tokens) {
    const at = tokens.unreadableAt;
    return { kind: 'refused', message: `cannot read ${JSON.stringify(filter.slice(at, at + 12))}`, at };
  }
  try {
    return { kind: 'parsed', predicate: new FilterParser(tokens).parse() };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', message: error.message, at: error.at };
    throw error;
  }
}

/** Ends the descent; never leaves this file. */
class Refusal extends Error {
  readonly at: number;

  constructor(message: string, token: Token) {
    super(message);
    this.at = token.at;
  }
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'BETWEEN', 'LIKE', 'IS', 'NULL', 'TRUE', 'FALSE']);

class FilterParser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): RowPredicate {
    const predicate = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end') throw new Refusal(`unexpected ${describe(rest)}`, rest);
    return predicate;
  }

  #or(): RowPredicate {
    return this.#junction('or', 'OR', () => this.#and());
  }

  #and(): RowPredicate {
    return this.#junction('and', 'AND', () => this.#not());
  }

  #junction(kind: 'and' | 'or', keyword: string, operand: () => RowPredicate): RowPredicate {
    const first = operand();
    const of = [first];
    while (this.#takeKeyword(keyword)) of.push(operand());
    return of.length === 1 ? first : { kind, of };
  }

  #not(): RowPredicate {
    const start = this.#peek();
    if (!this.#takeKeyword('NOT')) return this.#primary();
    return this.#nested(start, () => ({ kind: 'not', of: this.#not() }));
  }

  #primary(): RowPredicate {
    const start = this.#peek();
    if (this.#takeOperator('(')) {
      const inner = this.#nested(start, () => this.#or());
      this.#expect(')');
      return inner;
    }
    if (this.#takeKeyword('TRUE')) return { kind: 'constant', value: true };
    if (this.#takeKeyword('FALSE')) return { kind: 'constant', value: false };
    return this.#condition(this.#column());
  }

  #nested(at: Token, parse: () => RowPredicate): RowPredicate {
    this.#depth += 1;
    if (this.#depth > NESTING_MAX) throw new Refusal(`more than ${NESTING_MAX} levels of nesting`, at);
    const predicate = parse();
    this.#depth -= 1;
    return predicate;
  }

  #condition(column: ColumnPath): RowPredicate {
    if (this.#takeKeyword('IS')) return this.#isNull(column);
    if (this.#takeKeyword('NOT')) return { kind: 'not', of: this.#keywordCondition(column) };
    const operator = this.#peek();
    const comparison = operator.kind === 'operator' ? COMPARISONS[operator.text] : undefined;
    if (!comparison) return this.#keywordCondition(column);
    this.#position += 1;
    return { kind: 'compare', column, operator: comparison, value: this.#literal() };
  }

  #isNull(column: ColumnPath): RowPredicate {
    const isNegated = this.#takeKeyword('NOT');
    this.#expectKeyword('NULL');
    const isNull: RowPredicate = { kind: 'is-null', column };
    return isNegated ? { kind: 'not', of: isNull } : isNull;
  }

  #keywordCondition(column: ColumnPath): RowPredicate {
    if (this.#takeKeyword('BETWEEN')) {
      const low = this.#literal();
      this.#expectKeyword('AND');
      return { kind: 'between', column, low, high: this.#literal() };
    }
    if (this.#takeKeyword('IN')) return { kind: 'in', column, values: this.#list() };
    if (this.#takeKeyword('LIKE')) return { kind: 'like', column, pattern: this.#pattern() };
    const found = this.#peek();
    throw new Refusal(
      `expected a comparison after column ${column.join('.')}, found ${describe(found)}`,
      found,
    );
  }

  #list(): readonly Literal[] {
    this.#expect('(');
    const values = [this.#literal()];
    while (this.#takeOperator(',')) values.push(this.#literal());
    this.#expect(')');
    return values;
  }

  #pattern(): string {
    const token = this.#peek();
    const value = this.#literal();
    if (value.kind !== 'string') throw new Refusal('LIKE needs a string constant', token);
    return value.value;
  }

  #column(): ColumnPath {
    const path: [string, ...string[]] = [this.#name()];
    const start = this.#peek();
    if (start.kind === 'operator' && start.text === '(') {
      throw new Refusal(`function ${path[0]}() is not supported in a row filter`, start);
    }
    while (this.#takeOperator('.')) path.push(this.#name());
    if (path.length > COLUMN_DEPTH_MAX) {
      throw new Refusal(`nested columns may be ${COLUMN_DEPTH_MAX} levels deep`, start);
    }
    return path;
  }

  #name(): string {
    const token = this.#next();
    const isName = token.kind === 'name' && !KEYWORDS.has(token.text.toUpperCase());
    if (isName || token.kind === 'quoted-name') return token.text.toLowerCase();
    throw new Refusal(`expected a column, found ${describe(token)}; write columns on the left`, token);
  }

  #literal(): Literal {
    const token = this.#next();
    if (token.kind === 'string') return { kind: 'string', value: token.text };
    if (token.kind === 'number') return { kind: 'number', text: token.text };
    if (token.text === '-' || token.text === '+') return this.#signed(token.text);
    const word = token.kind === 'name' ? token.text.toUpperCase() : '';
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE' };
    throw new Refusal(
      `expected a constant, found ${describe(token)}; a column is compared with constants only`,
      token,
    );
  }

  #signed(sign: string): Literal {
    const number = this.#next();
    if (number.kind !== 'number') throw new Refusal(`expected a number, found ${describe(number)}`, number);
    return { kind: 'number', text: sign === '-' ? `-${number.text}` : number.text };
  }

  #peek(): Token {
    // The list ends with `end`, which nothing consumes past.
    return this.#tokens[this.#position] ?? { kind: 'end', text: '', at: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  #takeKeyword(keyword: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'name' || token.text.toUpperCase() !== keyword) return false;
    this.#position += 1;
    return true;
  }

  #takeOperator(operator: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'operator' || token.text !== operator) return false;
    this.#position += 1;
    return true;
  }

  #expect(operator: string): void {
    const token = this.#peek();
    if (!this.#takeOperator(operator)) {
      throw new Refusal(`expected "${operator}", found ${describe(token)}`, token);
    }
  }

  #expectKeyword(keyword: string): void {
    const token = this.#peek();
    if (!this.#takeKeyword(keyword))
      throw new Refusal(`expected ${keyword}, found ${describe(token)}`, token);
  }
}

const describe = (token: Token): string => (token.kind === 'end' ? 'the end' : JSON.stringify(token.text));
