import { matchesValue } from './match-value.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Whether an event matches a pattern that `parsePattern` has accepted.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  return isObject(pattern) && isObject(event) && matchesObject(pattern, event);
}

function matchesObject(pattern: Json, event: Json): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') return alternatives(expected).some((each) => matchesObject(each, event));
    return matchesField(expected, event[key], Object.hasOwn(event, key));
  });
}

function matchesField(expected: unknown, actual: unknown, present: boolean): boolean {
  if (Array.isArray(expected)) return matchesLeaf(expected, actual, present);
  if (!isObject(expected)) return false;
  if (Array.isArray(actual)) return actual.some((each) => isObject(each) && matchesObject(expected, each));
  return matchesObject(expected, isObject(actual) ? actual : {});
}

function matchesLeaf(matchers: readonly unknown[], actual: unknown, present: boolean): boolean {
  // AWS's `exists` looks at leaves only: an object in this place does not exist for it.
  const leaves = !present || isObject(actual) ? [] : Array.isArray(actual) ? actual : [actual];
  return matchers.some((matcher) => {
    if (isObject(matcher) && 'exists' in matcher) return matcher['exists'] === leaves.length > 0;
    return leaves.some((leaf) => matchesValue(matcher, leaf));
  });
}

function alternatives(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
