import { AwsError } from '../../cloud/aws-error.ts';

/** A value of a metric in one period, or none. */
export type Datum = number | undefined;

/** Values by id, in the order of the alarm's metrics. */
export type Values = ReadonlyMap<string, Datum>;

/** Computes an expression for one period. */
export type Expression = (values: Values) => Datum;
type ListExpression = (values: Values) => readonly Datum[];

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|>=|<=|==|!=|&&|\|\||[-+*/<>(),[\]])/y;

const AGGREGATES: Readonly<Record<string, (all: readonly number[]) => number>> = {
  SUM: (all) => all.reduce((sum, each) => sum + each, 0),
  AVG: (all) => all.reduce((sum, each) => sum + each, 0) / all.length,
  MIN: (all) => Math.min(...all),
  MAX: (all) => Math.max(...all),
};
/** From the weakest to the strongest. */
const OPERATORS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { OR: (a, b) => Number(a !== 0 || b !== 0), '||': (a, b) => Number(a !== 0 || b !== 0) },
  { AND: (a, b) => Number(a !== 0 && b !== 0), '&&': (a, b) => Number(a !== 0 && b !== 0) },
  {
    '>': (a, b) => Number(a > b),
    '>=': (a, b) => Number(a >= b),
    '<': (a, b) => Number(a < b),
    '<=': (a, b) => Number(a <= b),
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

/**
 * The part of metric math that alarms of one period need: arithmetic, comparisons, AND, OR, IF, FILL, and SUM, AVG,
 * MIN, MAX of lists. Where an operand has no value, the result has none; lists leave such out.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(text);
  const expression = parser.binary(0);
  parser.end();
  return expression;
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  binary(level: number): Expression {
    const operators = OPERATORS[level];
    if (!operators) return this.#primary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators[this.#peek().toUpperCase()];
      if (!operator) return left;
      this.#at += 1;
      left = combine(operator, left, this.binary(level + 1));
    }
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#refuse();
  }

  #primary(): Expression {
    const token = this.#next();
    if (token === '-')
      return combine(
        (a, b) => a - b,
        () => 0,
        this.#primary(),
      );
    if (token === '(') return this.#closed(this.binary(0));
    if (/^\d/.test(token)) return () => Number(token);
    if (this.#peek() === '(') return this.#call(token.toUpperCase());
    if (/^[a-z]/.test(token)) return (values) => values.get(token);
    return this.#refuse();
  }

  #call(name: string): Expression {
    this.#take('(');
    if (name === 'IF') return this.#if();
    if (name === 'FILL') {
      const of = this.binary(0);
      this.#take(',');
      return this.#closed(filled(of, this.binary(0)));
    }
    const aggregate = AGGREGATES[name];
    if (!aggregate) return this.#refuse();
    const list = this.#list();
    return this.#closed((values) => {
      const present = list(values).filter((each) => each !== undefined);
      return present.length === 0 ? undefined : aggregate(present);
    });
  }

  #if(): Expression {
    const condition = this.binary(0);
    this.#take(',');
    const yes = this.binary(0);
    this.#take(',');
    const no = this.binary(0);
    return this.#closed((values) => {
      const holds = condition(values);
      return holds === undefined ? undefined : (holds !== 0 ? yes : no)(values);
    });
  }

  #list(): ListExpression {
    const token = this.#next();
    if (token === '[') return this.#bracketed();
    if (token.toUpperCase() === 'METRICS') {
      this.#take('(');
      return this.#closed((values) => [...values.values()]);
    }
    if (token.toUpperCase() !== 'FILL') return this.#refuse();
    this.#take('(');
    const list = this.#list();
    this.#take(',');
    const fill = this.binary(0);
    return this.#closed((values) => list(values).map((each) => each ?? fill(values)));
  }

  #bracketed(): ListExpression {
    const items = [this.binary(0)];
    while (this.#peek() === ',') {
      this.#at += 1;
      items.push(this.binary(0));
    }
    this.#take(']');
    return (values) => items.map((item) => item(values));
  }

  #closed<T>(expression: T): T {
    this.#take(')');
    return expression;
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #take(token: string): void {
    if (this.#next() !== token) this.#refuse();
  }

  #refuse(): never {
    throw new AwsError(
      'ValidationError',
      `the sandbox does not compute the expression ${JSON.stringify(this.#text)}; see sandbox/services/monitoring/expression.ts`,
    );
  }
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
  const isWhole = tokens.join('') === text.replaceAll(/\s/g, '');
  // A token that nothing takes makes the parser refuse the whole.
  return isWhole ? tokens : ['?'];
}

function combine(
  operator: (a: number, b: number) => number,
  left: Expression,
  right: Expression,
): Expression {
  return (values) => {
    const [a, b] = [left(values), right(values)];
    return a === undefined || b === undefined ? undefined : operator(a, b);
  };
}

function filled(of: Expression, fill: Expression): Expression {
  return (values) => of(values) ?? fill(values);
}
