import { matchesWildcard } from './match-wildcard.ts';

/** Whether one value of an event meets one matcher of a pattern: `"a"`, `{ "prefix": "a" }`, … */
export function matchesValue(matcher: unknown, actual: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === actual;
  const [entry] = Object.entries(matcher);
  if (!entry) return false;
  const [kind, operand] = entry;
  if (kind === 'numeric') return typeof actual === 'number' && inRange(operand, actual);
  if (kind === 'anything-but') return !anyOf(operand, (each) => matchesValue(each, actual));
  return typeof actual === 'string' && matchesText(kind, operand, actual);
}

function matchesText(kind: string, operand: unknown, actual: string): boolean {
  switch (kind) {
    case 'prefix':
      return anyOf(operand, (each) => affix(each, actual, (text, part) => text.startsWith(part)));
    case 'suffix':
      return anyOf(operand, (each) => affix(each, actual, (text, part) => text.endsWith(part)));
    case 'equals-ignore-case':
      return anyOf(operand, (each) => lower(each) === lower(actual));
    case 'wildcard':
      return anyOf(operand, (each) => matchesWildcard(String(each), actual));
    default:
      return false;
  }
}

/** The operand of prefix and suffix is a text, or `{ "equals-ignore-case": text }`. */
function affix(operand: unknown, actual: string, test: (text: string, part: string) => boolean): boolean {
  if (typeof operand === 'string') return test(actual, operand);
  const part = Object(operand)['equals-ignore-case'];
  return typeof part === 'string' && test(lower(actual), lower(part));
}

function anyOf(operand: unknown, test: (each: unknown) => boolean): boolean {
  return Array.isArray(operand) ? operand.some(test) : test(operand);
}

function lower(value: unknown): string {
  return String(value).toLowerCase();
}

function inRange(operand: unknown, actual: number): boolean {
  if (!Array.isArray(operand)) return false;
  for (let at = 0; at < operand.length; at += 2) {
    if (!compare(operand[at], actual, Number(operand[at + 1]))) return false;
  }
  return true;
}

function compare(operator: unknown, actual: number, bound: number): boolean {
  switch (operator) {
    case '=':
      return actual === bound;
    case '<':
      return actual < bound;
    case '<=':
      return actual <= bound;
    case '>':
      return actual > bound;
    case '>=':
      return actual >= bound;
    default:
      return false;
  }
}
