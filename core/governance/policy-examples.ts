import { offenceIn } from './evaluate-subject.ts';
import { dayOf } from './offence.ts';
import { exampleSubject } from './example-subject.ts';
import type { Policy, PolicyExample } from './policy.ts';

export type ExampleFailure = { readonly example: string; readonly index: number; readonly message: string };

/** Runs the examples that a policy ships with; returns those whose verdict is not as they say. */
export function runExamples(policy: Policy, now: Date): ExampleFailure[] {
  const today = dayOf(now);
  return policy.examples.flatMap((example, index) => {
    const message = verdictOf(policy, example, today);
    return message === undefined ? [] : [{ example: example.name, index, message }];
  });
}

function verdictOf(policy: Policy, example: PolicyExample, today: string): string | undefined {
  const offence = offenceIn(policy, { subject: exampleSubject(example.subject), today });
  if (offence?.problem !== undefined) return `cannot be evaluated: ${offence.problem}`;
  if (example.expect === 'pass') {
    return offence === undefined ? undefined : `must pass, and found ${offence.offenders.join(', ')}`;
  }
  if (offence === undefined) return 'must fail, and passed';
  if (example.offenders === undefined) return undefined;
  const [found, expected] = [offence.offenders, example.offenders].map((names) =>
    names.toSorted().join(', '),
  );
  return found === expected ? undefined : `must find ${expected}, and found ${found}`;
}
