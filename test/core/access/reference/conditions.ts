import { type Fit, arnFits, arnParts, fits, placesOf, valuesOf } from './patterns.ts';
import { allOf, type Answer, anyOf, flip, type Question, type Trace } from './question.ts';

type Reading = { readonly question: Question; readonly variables: boolean; readonly trace: Trace };

/** Checklist 5: all operators and all their keys must hold. */
export function conditionsHold(condition: unknown, reading: Reading): Answer {
  if (condition === undefined) return 'yes';
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return 'maybe';
  return allOf(
    Object.entries(condition).flatMap(([operator, block]): Answer[] => {
      if (typeof block !== 'object' || block === null || Array.isArray(block)) return ['maybe'];
      return Object.entries(block).map(([key, value]) => {
        const answer = holds(operator, key, { value, reading });
        reading.trace(`operator ${operator} ${answer}`);
        return answer;
      });
    }),
  );
}

type Asked = { readonly value: unknown; readonly reading: Reading };

function holds(operator: string, key: string, { value, reading }: Asked): Answer {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.some((one) => typeof one === 'object')) return 'maybe';
  const wanted = list.map(String);
  const found = valuesOf(reading.question, key);
  const [, many, rawName, ifExists] =
    /^(forallvalues:|foranyvalue:)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  const name = rawName ?? '';
  if (name === 'null') {
    if (many || ifExists || wanted.length !== 1) return 'maybe';
    if (wanted[0]?.toLowerCase() !== 'true' && wanted[0]?.toLowerCase() !== 'false') return 'maybe';
    if (found === 'unknown') return 'maybe';
    const isThere = found !== undefined && found.length > 0;
    return isThere === (wanted[0].toLowerCase() === 'false') ? 'yes' : 'no';
  }
  const test = testOf(name);
  if (!test || wanted.some((one) => !test.takes(one, reading))) return 'maybe';
  if (found === 'unknown') return 'maybe';
  if (found === undefined || found.length === 0) {
    // Checklist 6 and 7.
    if (ifExists || many === 'forallvalues:') return 'yes';
    return test.isNegated && !many ? 'yes' : 'no';
  }
  // Checklist 8: AWS does not define several values under an operator for one.
  if (!many && found.length > 1) return 'maybe';
  const each = found.map((one) => {
    const matches = wanted.map((policy) => settle(test.fits(policy, one, reading), test.isNegated));
    // Checklist 5: a negated operator holds where none of its values matches.
    return test.isNegated ? flip(anyOf(matches)) : anyOf(matches);
  });
  return many === 'foranyvalue:' ? anyOf(each) : allOf(each);
}

/** A comparison that cannot be made matches nothing; whether a negation of it holds is not said. */
function settle(fit: Fit, isNegated: boolean): Answer {
  if (fit !== 'unresolved') return fit;
  return isNegated ? 'maybe' : 'no';
}

type Test = {
  readonly isNegated: boolean;
  readonly takes: (policy: string, reading: Reading) => boolean;
  readonly fits: (policy: string, value: string, reading: Reading) => Fit;
};

const always = (): boolean => true;
const yesNo = (is: boolean): Answer => (is ? 'yes' : 'no');

function testOf(name: string): Test | undefined {
  const isNegated = /^(stringnot|arnnot|notip)|^(numeric|date)not/.test(name);
  switch (name) {
    case 'stringequals':
    case 'stringnotequals':
      return {
        isNegated,
        takes: always,
        fits: (p, v, r) => fits(placesOf(p, { ...r, wildcards: false }), v),
      };
    case 'stringequalsignorecase':
    case 'stringnotequalsignorecase':
      return { isNegated, takes: always, fits: ignoringCase };
    case 'stringlike':
    case 'stringnotlike':
      return { isNegated, takes: always, fits: (p, v, r) => fits(placesOf(p, { ...r, wildcards: true }), v) };
    case 'arnequals':
    case 'arnlike':
    case 'arnnotequals':
    case 'arnnotlike':
      return { isNegated, takes: isArnPattern, fits: arnMatches };
    case 'ipaddress':
    case 'notipaddress':
      return { isNegated, takes: (p) => rangeOf(p) !== undefined, fits: inRange };
    case 'bool':
      return {
        isNegated,
        takes: (p) => ['true', 'false'].includes(p.toLowerCase()),
        fits: (p, v) => yesNo(p.toLowerCase() === v.toLowerCase()),
      };
    case 'binaryequals':
      return { isNegated, takes: always, fits: (p, v) => yesNo(p === v) };
    default:
      return ordered(name, isNegated);
  }
}

function ignoringCase(policy: string, value: string, reading: Reading): Fit {
  const places = placesOf(policy, { ...reading, wildcards: false });
  const lower = places.map((place) =>
    place.is === 'letter' ? { ...place, letter: place.letter.toLowerCase() } : place,
  );
  return fits(lower, value.toLowerCase());
}

const isEverything = (pattern: string): boolean => /^\*+$/.test(pattern);

function isArnPattern(policy: string, reading: Reading): boolean {
  return isEverything(policy) || arnParts(placesOf(policy, { ...reading, wildcards: true })) !== undefined;
}

function arnMatches(policy: string, value: string, reading: Reading): Fit {
  if (isEverything(policy)) return 'yes';
  const parts = arnParts(placesOf(policy, { ...reading, wildcards: true }));
  return parts ? arnFits(parts, value) : 'no';
}

/** Checklist 12: an address as a text of zeros and ones. */
function bitsOf(address: string): string | undefined {
  if (!address.includes(':')) {
    const bytes = address.split('.');
    if (bytes.length !== 4 || bytes.some((one) => !/^\d{1,3}$/.test(one) || Number(one) > 255))
      return undefined;
    return bytes.map((one) => Number(one).toString(2).padStart(8, '0')).join('');
  }
  const [left = '', right, ...more] = address.split('::');
  if (more.length > 0) return undefined;
  const words = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [front, back] = [words(left), words(right ?? '')];
  const missing = 8 - front.length - back.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...front, ...Array.from({ length: missing }, () => '0'), ...back];
  if (all.some((one) => !/^[0-9a-f]{1,4}$/i.test(one))) return undefined;
  return all.map((one) => Number.parseInt(one, 16).toString(2).padStart(16, '0')).join('');
}

function rangeOf(range: string): { readonly length: number; readonly prefix: string } | undefined {
  const [address = '', size] = range.split('/');
  const bits = bitsOf(address);
  if (bits === undefined) return undefined;
  const count = size === undefined ? bits.length : Number(size);
  if (!Number.isInteger(count) || count < 0 || count > bits.length) return undefined;
  return { length: bits.length, prefix: bits.slice(0, count) };
}

function inRange(policy: string, value: string): Fit {
  const [range, bits] = [rangeOf(policy), bitsOf(value)];
  if (!range || bits === undefined) return 'unresolved';
  return yesNo(bits.length === range.length && bits.startsWith(range.prefix));
}

function ordered(name: string, isNegated: boolean): Test | undefined {
  const [, kind, order] = /^(numeric|date)(.*)$/.exec(name) ?? [];
  const known = ['equals', 'notequals', 'lessthan', 'lessthanequals', 'greaterthan', 'greaterthanequals'];
  if (kind === undefined || order === undefined || !known.includes(order)) return undefined;
  const read = kind === 'numeric' ? numberOf : timeOf;
  return {
    isNegated,
    takes: (policy) => read(policy) !== undefined,
    fits: (policy, value) => {
      const [limit, number] = [read(policy), read(value)];
      if (limit === undefined || number === undefined) return 'unresolved';
      if (order.startsWith('less'))
        return yesNo(number < limit || (order.endsWith('equals') && number === limit));
      if (order.startsWith('greater'))
        return yesNo(number > limit || (order.endsWith('equals') && number === limit));
      return yesNo(number === limit);
    },
  };
}

const numberOf = (text: string): number | undefined =>
  /^[+-]?\d+(\.\d+)?$/.test(text) ? Number.parseFloat(text) : undefined;

/** Checklist 12: seconds since 1970, or ISO 8601, a day alone being its beginning in UTC. */
function timeOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number.parseInt(text, 10) * 1000;
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})Z)?$/.exec(text) ?? [];
  return day === undefined ? undefined : new Date(`${day}T${time ?? '00:00:00'}Z`).getTime();
}
