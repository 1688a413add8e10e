import type { Policy } from './policy.ts';

/** The first thing in a policy that the evaluator does not understand, and the statement that it stands in. */
export function notUnderstood(
  policy: Policy,
): { readonly statement: string; readonly what: string } | undefined {
  for (const { index, sid, unsupported, principal } of policy.statements) {
    const who = principal?.patterns.find((pattern) => pattern.kind === 'unknown');
    const what = unsupported ?? who?.what;
    if (what !== undefined) return { statement: sid ?? `statement ${index}`, what };
  }
  return undefined;
}
