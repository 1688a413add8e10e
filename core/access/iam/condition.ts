import { isInRange } from './ip-range.ts';
import {
  matchTemplate,
  parseTemplate,
  splitArn,
  splitArnTemplate,
  type Template,
  type Variables,
} from './template.ts';

/** Condition keys of a request, by lower-case name. */
export type RequestKeys = ReadonlyMap<string, readonly string[]>;

/** One key under one operator of a statement. */
export type Condition = {
  readonly operator: string;
  readonly key: string;
  readonly test: (keys: RequestKeys, variables: Variables) => Verdict;
};

/** `unsupported`: AWS defines no answer for this request. */
export type Verdict = boolean | 'unsupported';

/** Whether one value of the request meets one value of the policy. */
type Match = (value: string, variables: Variables) => boolean;

type Base = { readonly isNegated: boolean; readonly match: (policyValue: string, has: Versioned) => Match };
type Versioned = { readonly variables: boolean };

type Quantifier = 'one' | 'all' | 'any';

/** Compiles `{ <operator>: { <key>: values } }` for one key; a string says what is not understood. */
export function compileCondition(
  condition: { readonly operator: string; readonly key: string; readonly values: readonly string[] },
  versioned: Versioned,
): Condition | string {
  const { operator, values } = condition;
  const parsed = parseOperator(operator);
  const key = condition.key.toLowerCase();
  if (!parsed) return `condition operator ${operator}`;
  if (parsed.base === 'null') return nullCondition(operator, key, values);
  const base = BASES.get(parsed.base);
  if (!base) return `condition operator ${operator}`;
  const matches = values.map((value) => base.match(value, versioned));
  return { operator, key, test: tester({ ...parsed, key, matches, isNegated: base.isNegated }) };
}

type Parsed = { readonly quantifier: Quantifier; readonly base: string; readonly ifExists: boolean };

const QUANTIFIERS: Readonly<Record<string, Quantifier>> = { forallvalues: 'all', foranyvalue: 'any' };

function parseOperator(operator: string): Parsed | undefined {
  const [prefix, rest] = operator.includes(':') ? operator.split(':', 2) : [undefined, operator];
  const quantifier = prefix === undefined ? 'one' : QUANTIFIERS[prefix.toLowerCase()];
  const name = (rest ?? '').toLowerCase();
  const ifExists = name.endsWith('ifexists');
  const base = ifExists ? name.slice(0, -'ifexists'.length) : name;
  if (!quantifier || (base === 'null' && (ifExists || quantifier !== 'one'))) return undefined;
  return { quantifier, base, ifExists };
}

function nullCondition(operator: string, key: string, values: readonly string[]): Condition | string {
  const [wanted, ...more] = values.map((value) => value.toLowerCase());
  if (more.length > 0 || (wanted !== 'true' && wanted !== 'false')) return `Null of ${values.join(', ')}`;
  return { operator, key, test: (keys) => isAbsent(keys.get(key)) === (wanted === 'true') };
}

const isAbsent = (values: readonly string[] | undefined): boolean =>
  values === undefined || values.length === 0;

function tester(of: {
  readonly key: string;
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
  readonly isNegated: boolean;
  readonly matches: readonly Match[];
}): Condition['test'] {
  return (keys, variables) => {
    const values = keys.get(of.key) ?? [];
    if (values.length === 0) return whenAbsent(of);
    const holds = (value: string): boolean =>
      of.matches.some((match) => match(value, variables)) !== of.isNegated;
    if (of.quantifier === 'all') return values.every(holds);
    if (of.quantifier === 'any') return values.some(holds);
    const [only] = values;
    return values.length === 1 && only !== undefined ? holds(only) : 'unsupported';
  };
}

function whenAbsent(of: {
  readonly quantifier: Quantifier;
  readonly ifExists: boolean;
  readonly isNegated: boolean;
}): boolean {
  if (of.ifExists || of.quantifier === 'all') return true;
  return of.quantifier === 'one' && of.isNegated;
}

const text =
  (options: { readonly wildcards: boolean; readonly ignoreCase: boolean }): Base['match'] =>
  (policyValue, { variables }) => {
    const template = parseTemplate(policyValue, { variables, ...options });
    return (value, resolve) => {
      const folded = options.ignoreCase ? value.toLowerCase() : value;
      return matchTemplate(template, folded, options.ignoreCase ? lowered(resolve) : resolve) === true;
    };
  };

const lowered =
  (resolve: Variables): Variables =>
  (key) =>
    resolve(key)?.toLowerCase();

const arn: Base['match'] = (policyValue, { variables }) => {
  if (policyValue === '*') return () => true;
  const segments = splitArnTemplate(parseTemplate(policyValue, { variables, wildcards: true }));
  return (value, resolve) => segments !== undefined && matchArn(segments, splitArn(value), resolve) === true;
};

/** Compares an ARN with a pattern, part by part. */
export function matchArn(
  pattern: readonly Template[],
  parts: readonly string[],
  variables: Variables,
): boolean | 'unresolved' {
  if (parts.length !== 6) return false;
  let isUnresolved = false;
  for (const [index, part] of parts.entries()) {
    const template = pattern[index];
    const matched = template !== undefined && matchTemplate(template, part, variables);
    if (matched === false) return false;
    isUnresolved ||= matched === 'unresolved';
  }
  return isUnresolved ? 'unresolved' : true;
}

const compared =
  (parse: (text: string) => number, holds: (value: number, limit: number) => boolean): Base['match'] =>
  (policyValue) => {
    const limit = parse(policyValue);
    return (value) => {
      const number = parse(value);
      return !Number.isNaN(limit) && !Number.isNaN(number) && holds(number, limit);
    };
  };

const parseNumber = (value: string): number => (value.trim() === '' ? Number.NaN : Number(value));

/** ISO 8601, or seconds since the epoch. */
const parseDate = (value: string): number =>
  /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);

const equal = (value: number, limit: number): boolean => value === limit;

const orders = {
  equals: equal,
  lessthan: (value: number, limit: number) => value < limit,
  lessthanequals: (value: number, limit: number) => value <= limit,
  greaterthan: (value: number, limit: number) => value > limit,
  greaterthanequals: (value: number, limit: number) => value >= limit,
};

function orderedBases(prefix: string, parse: (text: string) => number): readonly [string, Base][] {
  const bases = Object.entries(orders).map(([name, holds]): [string, Base] => [
    `${prefix}${name}`,
    { isNegated: false, match: compared(parse, holds) },
  ]);
  return [...bases, [`${prefix}notequals`, { isNegated: true, match: compared(parse, equal) }]];
}

function pair(positive: string, negative: string, match: Base['match']): readonly [string, Base][] {
  return [
    [positive, { isNegated: false, match }],
    [negative, { isNegated: true, match }],
  ];
}

const BASES: ReadonlyMap<string, Base> = new Map([
  ...pair('stringequals', 'stringnotequals', text({ wildcards: false, ignoreCase: false })),
  ...pair(
    'stringequalsignorecase',
    'stringnotequalsignorecase',
    text({ wildcards: false, ignoreCase: true }),
  ),
  ...pair('stringlike', 'stringnotlike', text({ wildcards: true, ignoreCase: false })),
  ...pair('arnequals', 'arnnotequals', arn),
  ...pair('arnlike', 'arnnotlike', arn),
  ...pair('ipaddress', 'notipaddress', (range) => (value) => isInRange(value, range) === true),
  ...orderedBases('numeric', parseNumber),
  ...orderedBases('date', parseDate),
  ['bool', { isNegated: false, match: (wanted) => (value) => value.toLowerCase() === wanted.toLowerCase() }],
  ['binaryequals', { isNegated: false, match: (wanted) => (value) => value === wanted }],
]);
