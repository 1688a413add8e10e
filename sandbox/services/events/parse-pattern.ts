import { AwsError } from '../../cloud/aws-error.ts';

const TEXT_MATCHERS = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];
const COMPARISONS = ['=', '<', '<=', '>', '>='];
/** AWS's own limit on the length of a pattern. */
const PATTERN_LENGTH_MAX = 4096;
const DEPTH_MAX = 32;

type Json = Readonly<Record<string, unknown>>;

/** Reads an event pattern; what the matcher would not understand is refused, never ignored. */
export function parsePattern(text: string): unknown {
  if (text.length > PATTERN_LENGTH_MAX) refuse(`it is longer than ${PATTERN_LENGTH_MAX} characters`);
  const pattern = parseJson(text);
  if (!isObject(pattern)) refuse('Filter is not an object');
  checkObject(pattern, [], 0);
  return pattern;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('Filter is not valid JSON');
  }
}

function checkObject(pattern: Json, path: readonly string[], depth: number): void {
  if (depth > DEPTH_MAX) refuse(`it is nested more than ${DEPTH_MAX} times`);
  const entries = Object.entries(pattern);
  if (entries.length === 0) refuse(`Empty objects are not allowed at ${render(path)}`);
  for (const [key, value] of entries) {
    const at = [...path, key];
    if (key === '$or') checkAlternatives(value, at, depth);
    else if (Array.isArray(value)) checkMatchers(value, at);
    else if (isObject(value)) checkObject(value, at, depth + 1);
    else refuse(`"${key}" must be an object or an array at ${render(at)}`);
  }
}

function checkAlternatives(value: unknown, path: readonly string[], depth: number): void {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) {
    return refuse(`"$or" must be an array of two or more objects at ${render(path)}`);
  }
  for (const each of value) checkObject(each, path, depth + 1);
}

function checkMatchers(matchers: readonly unknown[], path: readonly string[]): void {
  if (matchers.length === 0) refuse(`Empty arrays are not allowed at ${render(path)}`);
  for (const matcher of matchers) {
    if (Array.isArray(matcher))
      refuse(`Match value must be String, number, true, false, or null at ${render(path)}`);
    if (isObject(matcher)) checkMatcher(matcher, path);
  }
}

function checkMatcher(matcher: Json, path: readonly string[]): void {
  const [[kind, operand] = ['', undefined], ...others] = Object.entries(matcher);
  if (others.length > 0) refuse(`Only one key allowed in match expression at ${render(path)}`);
  if (kind === 'exists' && typeof operand === 'boolean') return;
  if (kind === 'numeric' && isRange(operand)) return;
  if (kind === 'anything-but' && isAnythingBut(operand)) return;
  if (TEXT_MATCHERS.includes(kind) && isText(kind, operand)) return;
  refuse(
    `the match expression ${JSON.stringify(matcher)} at ${render(path)} is not one that the sandbox knows`,
  );
}

function isText(kind: string, operand: unknown): boolean {
  if (typeof operand === 'string') return true;
  if (kind !== 'prefix' && kind !== 'suffix') return false;
  return isObject(operand) && typeof operand['equals-ignore-case'] === 'string';
}

function isAnythingBut(operand: unknown): boolean {
  const values = Array.isArray(operand) ? operand : [operand];
  if (values.length === 0) return false;
  if (!isObject(operand)) return values.every((value) => ['string', 'number'].includes(typeof value));
  const [[kind, inner] = ['', undefined], ...others] = Object.entries(operand);
  if (others.length > 0 || !TEXT_MATCHERS.includes(kind)) return false;
  return (Array.isArray(inner) ? inner : [inner]).every((value) => isText(kind, value));
}

function isRange(operand: unknown): boolean {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return false;
  return operand.every((value, at) => (at % 2 === 0 ? COMPARISONS.includes(value) : Number.isFinite(value)));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function render(path: readonly string[]): string {
  return path.join('.') || 'the top';
}

function refuse(why: string): never {
  throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${why}`);
}
