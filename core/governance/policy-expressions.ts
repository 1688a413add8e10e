import type { Policy } from './policy.ts';

/** CEL in a policy: its selector, its conditions and its lists of offenders. */
export function expressionsOf({ selector, check }: Policy): string[] {
  const written = [check].flat().flatMap(({ each, cel }) => [each?.where, each?.must, cel]);
  return [selector, ...written].filter((expression) => expression !== undefined);
}

/** Whether the expression language is needed to judge by a policy; patterns are matched by it, too. */
export function hasExpressions(policy: Policy): boolean {
  return (
    expressionsOf(policy).length > 0 || [policy.check].flat().some(({ matches }) => matches !== undefined)
  );
}

/** Whether an expression may see what is only known when a run publishes: the day, and what was made. */
export const seesPublication = (expression: string): boolean => /\b(today|publication)\b/.test(expression);
