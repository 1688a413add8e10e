import { compileCondition, compileOffenders } from './cel.ts';
import type { Check } from './policy.ts';
import { type CompiledCheck, compilePrimitive, offendersAt } from './run-primitive.ts';

/** Compiles any check; throws where an expression does not parse. */
export function compileCheck(check: Check): CompiledCheck {
  const { matches, each, cel } = check;
  if (matches !== undefined) return compileMatches(matches);
  if (each !== undefined) return compileEach(each);
  if (cel !== undefined) return compileOffenders(cel);
  const primitive = compilePrimitive(check);
  if (primitive !== undefined) return primitive;
  throw new TypeError('the check is empty');
}

function compileMatches({ path, pattern }: NonNullable<Check['matches']>): CompiledCheck {
  // As CEL, because a regular expression of JavaScript can be made to run for hours.
  const matches = compileCondition('value.matches(pattern)');
  return ({ subject }) =>
    offendersAt(path, subject, (value) => typeof value === 'string' && matches({ value, pattern }));
}

function compileEach(each: NonNullable<Check['each']>): CompiledCheck {
  const where = compileCondition(each.where);
  const must = compileCondition(each.must);
  return ({ subject, today }) =>
    offendersAt(each.in, subject, (item) => {
      const bindings = { item, subject, today };
      return !where(bindings) || must(bindings);
    });
}
