import { compileCondition, compileOffenders } from './cel.ts';
import type { Check } from './policy.ts';
import { selectPath } from './select-path.ts';
import type { PolicySubject } from './subject.ts';

export type CheckContext = { readonly subject: PolicySubject /** ISO date. */; readonly today: string };

/** Returns the offenders; throws where the check itself cannot be evaluated. */
export type CompiledCheck = (context: CheckContext) => readonly string[];

/** Compiles a check; throws where an expression does not parse. */
export function compileCheck(check: Check): CompiledCheck {
  const { required, oneOf, atMost, atLeast, matches, each, cel } = check;
  if (required !== undefined) return compileRequired([required].flat());
  if (oneOf !== undefined) return compileOneOf(oneOf);
  if (atMost !== undefined) return compileBound(atMost.path, (value) => value <= atMost.value);
  if (atLeast !== undefined) return compileBound(atLeast.path, (value) => value >= atLeast.value);
  if (matches !== undefined) return compileMatches(matches);
  if (each !== undefined) return compileEach(each);
  if (cel !== undefined) return compileOffenders(cel);
  throw new TypeError('the check is empty');
}

function offenders(path: string, subject: PolicySubject, isGood: (value: unknown) => boolean): string[] {
  return selectPath(path, subject)
    .filter(({ value }) => !isGood(value))
    .map(({ label }) => label);
}

function compileRequired(paths: readonly string[]): CompiledCheck {
  return ({ subject }) => paths.flatMap((path) => offenders(path, subject, isPresent));
}

function isPresent(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}

function compileOneOf({ path, values, valuesAt }: NonNullable<Check['oneOf']>): CompiledCheck {
  return ({ subject }) => {
    const allowed: readonly unknown[] =
      values ?? selectPath(valuesAt ?? '', subject).flatMap(({ value }) => value);
    return offenders(path, subject, (value) => allowed.includes(value));
  };
}

function compileBound(path: string, isWithin: (value: number) => boolean): CompiledCheck {
  return ({ subject }) => offenders(path, subject, (value) => typeof value === 'number' && isWithin(value));
}

function compileMatches({ path, pattern }: NonNullable<Check['matches']>): CompiledCheck {
  // As CEL, because a regular expression of JavaScript can be made to run for hours.
  const matches = compileCondition('value.matches(pattern)');
  return ({ subject }) =>
    offenders(path, subject, (value) => typeof value === 'string' && matches({ value, pattern }));
}

function compileEach(each: NonNullable<Check['each']>): CompiledCheck {
  const where = compileCondition(each.where ?? 'true');
  const must = compileCondition(each.must);
  return ({ subject, today }) =>
    offenders(each.in, subject, (item) => {
      const bindings = { item, subject, today };
      return !where(bindings) || must(bindings);
    });
}
