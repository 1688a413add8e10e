import { compilePolicy } from '../../../../core/access/iam/compile-policy.ts';
import { evaluate } from '../../../../core/access/iam/evaluate.ts';
import type { NamedPolicy } from '../../../../core/access/iam/policy.ts';
import type { IamPolicies } from '../../../../core/access/iam/request.ts';
import { interpret } from './interpret.ts';
import type { Question } from './question.ts';
import { Random } from './random.ts';
import { randomQuestion } from './random-question.ts';

/** What the questions covered, and the first of those on which the two disagree. */
export type Comparison = {
  readonly seen: ReadonlyMap<string, number>;
  readonly disagreement: object | undefined;
};

/** Asks the evaluator and the reference the same random questions, as a user and as an attacker. */
export function compare(of: { readonly seed: number; readonly questions: number }): Comparison {
  const random = new Random(of.seed);
  const seen = new Map<string, number>();
  const count = (what: string): void => {
    seen.set(what, (seen.get(what) ?? 0) + 1);
  };
  for (let at = 0; at < of.questions; at += 1) {
    const question = randomQuestion(random);
    for (const view of ['user', 'attacker'] as const) {
      const expected = interpret(question, view, count);
      const found = evaluatorSays(question, view);
      count(`${view} ${expected}`);
      if (found !== expected) return { seen, disagreement: { at, view, expected, found, question } };
    }
  }
  return { seen, disagreement: undefined };
}

/** The evaluator's answer to a question of the reference. */
export function evaluatorSays(question: Question, view: 'user' | 'attacker'): string {
  const { mayHave, policies, ...request } = question;
  return evaluate({ ...request, mayHaveKey: (key) => mayHave.includes(key) }, compiled(policies), {
    unknown: view === 'user' ? 'denied' : 'allowed',
  }).kind;
}

function compiled(policies: Question['policies']): IamPolicies {
  const named = (document: unknown): NamedPolicy => ({ name: 'p', policy: compilePolicy(document) });
  const { identity, boundary, session, scps, rcps, resource, endpoint, ...others } = policies;
  return {
    ...others,
    identity: identity.map(named),
    ...(session && { session: session.map(named) }),
    ...(scps && { scps: scps.map((level) => level.map(named)) }),
    ...(rcps && { rcps: rcps.map((level) => level.map(named)) }),
    ...(boundary !== undefined && { boundary: named(boundary) }),
    ...(resource !== undefined && { resource: named(resource) }),
    ...(endpoint !== undefined && { endpoint: named(endpoint) }),
  };
}
