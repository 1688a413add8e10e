import { type Comparison, comparisonOf, type ValueTest } from './condition-operators.ts';
import type { Match, Variables } from './template.ts';
import { every, not, some, type Verdict } from './verdict.ts';

/** What a request says of itself. */
export type Facts = {
  /** By lower-case name. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Whether it may have a value for a key that is not among `keys`. */
  readonly mayHaveKey: (key: string) => boolean;
  readonly variables: Variables;
};

/** One key under one operator of a statement. */
export type Condition = {
  readonly operator: string;
  /** Lower case. */
  readonly key: string;
  readonly test: (facts: Facts) => Verdict;
};

type Quantifier = 'one' | 'all' | 'any';

type Written = { readonly operator: string; readonly key: string; readonly values: readonly string[] };

/** Compiles `{ <operator>: { <key>: values } }` for one key; a string says what is not understood. */
export function compileCondition(written: Written, options: { readonly variables: boolean }) {
  const { operator, values } = written;
  const parsed = parseOperator(operator);
  const key = written.key.toLowerCase();
  if (!parsed) return `condition operator ${operator}`;
  if (parsed.base === 'null') return nullCondition(operator, key, values);
  const comparison = comparisonOf(parsed.base);
  if (!comparison) return `condition operator ${operator}`;
  const tests = values.map((value) => comparison.compile(value, options));
  const bad = tests.findIndex((test) => test === undefined);
  if (bad >= 0) return `${operator} of ${values[bad]}`;
  const understood = tests.filter((test) => test !== undefined);
  return {
    operator,
    key,
    test: tester({ ...parsed, key, tests: understood, comparison }),
  } satisfies Condition;
}

type Parsed = { readonly quantifier: Quantifier; readonly base: string; readonly ifExists: boolean };

const QUANTIFIERS: Readonly<Record<string, Quantifier>> = { forallvalues: 'all', foranyvalue: 'any' };

function parseOperator(operator: string): Parsed | undefined {
  const parts = operator.split(':');
  const [prefix, rest] = parts.length === 1 ? [undefined, operator] : parts;
  const quantifier = prefix === undefined ? 'one' : QUANTIFIERS[prefix.toLowerCase()];
  const name = (rest ?? '').toLowerCase();
  const ifExists = name.endsWith('ifexists');
  const base = ifExists ? name.slice(0, -'ifexists'.length) : name;
  const isPlain = quantifier === 'one' && !ifExists;
  return parts.length > 2 || !quantifier || (base === 'null' && !isPlain)
    ? undefined
    : { quantifier, base, ifExists };
}

function nullCondition(operator: string, key: string, values: readonly string[]): Condition | string {
  const [wanted, ...more] = values.map((value) => value.toLowerCase());
  if (more.length > 0 || (wanted !== 'true' && wanted !== 'false')) return `Null of ${values.join(', ')}`;
  const test = ({ keys, mayHaveKey }: Facts): Verdict => {
    const isPresent = (keys.get(key)?.length ?? 0) > 0;
    if (!keys.has(key) && mayHaveKey(key)) return 'unknown';
    return isPresent === (wanted === 'false');
  };
  return { operator, key, test };
}

type Tested = {
  readonly key: string;
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
  readonly comparison: Comparison;
  readonly tests: readonly ValueTest[];
};

function tester(of: Tested): Condition['test'] {
  return (facts) => {
    const values = facts.keys.get(of.key);
    if (!values && facts.mayHaveKey(of.key)) return 'unknown';
    if (!values || values.length === 0) return whenAbsent(of);
    const holds = (value: string): Verdict => holdsFor(of, value, facts.variables);
    if (of.quantifier === 'all') return every(values, holds);
    if (of.quantifier === 'any') return some(values, holds);
    const [only] = values;
    // AWS defines no answer for several values under an operator for one.
    return values.length === 1 && only !== undefined ? holds(only) : 'unknown';
  };
}

function whenAbsent({ quantifier, ifExists, comparison }: Tested): boolean {
  if (ifExists || quantifier === 'all') return true;
  return quantifier === 'one' && comparison.isNegated;
}

/** Any of the policy's values; with a negated operator none of them. */
function holdsFor({ tests, comparison }: Tested, value: string, variables: Variables): Verdict {
  const { isNegated } = comparison;
  const matched = some(tests, (test) => settled(test(value, variables), isNegated));
  return isNegated ? not(matched) : matched;
}

/** A variable without a value matches nothing; whether that makes a negation hold, AWS does not say. */
function settled(match: Match, isNegated: boolean): Verdict {
  if (match !== 'unresolved') return match;
  return isNegated ? 'unknown' : false;
}
