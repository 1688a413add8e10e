import { isAddress, isInRange } from './ip-range.ts';
import { arnPattern, matchArn } from './match-arn.ts';
import { type Match, matchTemplate, parseTemplate, type Variables } from './template.ts';

/** Whether one value of the request meets one value of the policy. */
export type ValueTest = (value: string, variables: Variables) => Match;

/** An operator without its quantifier and `IfExists`. */
export type Comparison = {
  readonly isNegated: boolean;
  /** Undefined where the policy's value is not one that the operator takes. */
  readonly compile: (policyValue: string, options: { readonly variables: boolean }) => ValueTest | undefined;
};

/** By lower-case name. */
export function comparisonOf(name: string): Comparison | undefined {
  return COMPARISONS.get(name);
}

const text =
  (options: { readonly wildcards: boolean; readonly ignoreCase: boolean }): Comparison['compile'] =>
  (policyValue, { variables }) => {
    const template = parseTemplate(policyValue, { variables, ...options });
    if (!options.ignoreCase) return (value, resolve) => matchTemplate(template, value, resolve);
    return (value, resolve) => matchTemplate(template, value.toLowerCase(), lowered(resolve));
  };

const lowered =
  (resolve: Variables): Variables =>
  (key) => {
    const value = resolve(key);
    return typeof value === 'string' ? value.toLowerCase() : value;
  };

const arn: Comparison['compile'] = (policyValue, options) => {
  const pattern = arnPattern(policyValue, options);
  return pattern && ((value, resolve) => matchArn(pattern, value.split(':'), resolve));
};

const address: Comparison['compile'] = (range) => {
  if (isInRange('0.0.0.0', range) === undefined) return undefined;
  return (value) => (isAddress(value) ? isInRange(value, range) === true : 'unresolved');
};

const compared =
  (
    parse: (text: string) => number,
    holds: (value: number, limit: number) => boolean,
  ): Comparison['compile'] =>
  (policyValue) => {
    const limit = parse(policyValue);
    if (Number.isNaN(limit)) return undefined;
    return (value) => {
      const number = parse(value);
      return Number.isNaN(number) ? 'unresolved' : holds(number, limit);
    };
  };

const parseNumber = (value: string): number =>
  /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value) ? Number(value) : Number.NaN;

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** ISO 8601, in UTC where it names no zone, or seconds since the epoch. */
function parseDate(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const zone = ISO_DATE.exec(value);
  if (!zone) return Number.NaN;
  return Date.parse(zone[1] !== undefined && zone[4] === undefined ? `${value}Z` : value);
}

const equal = (value: number, limit: number): boolean => value === limit;

const ORDERS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  equals: equal,
  lessthan: (value, limit) => value < limit,
  lessthanequals: (value, limit) => value <= limit,
  greaterthan: (value, limit) => value > limit,
  greaterthanequals: (value, limit) => value >= limit,
};

function ordered(prefix: string, parse: (text: string) => number): readonly [string, Comparison][] {
  const positive = Object.entries(ORDERS).map(([name, holds]): [string, Comparison] => [
    `${prefix}${name}`,
    { isNegated: false, compile: compared(parse, holds) },
  ]);
  return [...positive, [`${prefix}notequals`, { isNegated: true, compile: compared(parse, equal) }]];
}

const bool: Comparison['compile'] = (policyValue) => {
  const wanted = policyValue.toLowerCase();
  if (wanted !== 'true' && wanted !== 'false') return undefined;
  return (value) => value.toLowerCase() === wanted;
};

function pair(
  [positive, negative]: readonly [string, string],
  compile: Comparison['compile'],
): readonly [string, Comparison][] {
  return [
    [positive, { isNegated: false, compile }],
    [negative, { isNegated: true, compile }],
  ];
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...pair(['stringequals', 'stringnotequals'], text({ wildcards: false, ignoreCase: false })),
  ...pair(
    ['stringequalsignorecase', 'stringnotequalsignorecase'],
    text({ wildcards: false, ignoreCase: true }),
  ),
  ...pair(['stringlike', 'stringnotlike'], text({ wildcards: true, ignoreCase: false })),
  ...pair(['arnequals', 'arnnotequals'], arn),
  ...pair(['arnlike', 'arnnotlike'], arn),
  ...pair(['ipaddress', 'notipaddress'], address),
  ...ordered('numeric', parseNumber),
  ...ordered('date', parseDate),
  ['bool', { isNegated: false, compile: bool }],
  ['binaryequals', { isNegated: false, compile: (wanted) => (value) => value === wanted }],
]);
