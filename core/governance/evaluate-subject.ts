import { compileCondition } from './cel.ts';
import type { Finding } from './finding.ts';
import { type CompiledPolicy, dayOf, findingsOf, type Offence, offenceOf } from './offence.ts';
import type { Policy, Stage } from './policy.ts';
import { compileCheck } from './run-check.ts';
import type { CheckContext } from './run-primitive.ts';
import type { PolicySubject } from './subject.ts';
import type { Waiver } from './waiver.ts';

export type Law = {
  readonly policies: readonly Policy[];
  readonly waivers: readonly Waiver[];
};

export type EvaluateSubject = Law & {
  readonly subject: PolicySubject;
  readonly stage: Stage;
  readonly now: Date;
};

/**
 * The verdict of every policy that applies to one product in one stage.
 * More policies can only find more: the verdict is the conjunction of all layers.
 */
export function evaluateSubject({ subject, policies, waivers, stage, now }: EvaluateSubject): Finding[] {
  const today = dayOf(now);
  const { resource } = subject;
  return policies
    .filter((policy) => isFor(policy, subject.domain, stage))
    .flatMap((policy) =>
      findingsOf({ policy, offence: offenceIn(policy, { subject, today }), waivers, resource, today }),
    );
}

/** Whether a policy is evaluated for the products of a domain in a stage. */
export const isFor = ({ stages, domain }: Policy, subjectDomain: string, stage: Stage): boolean =>
  stages.includes(stage) && (domain ?? subjectDomain) === subjectDomain;

/** What one policy finds about one product. */
export function offenceIn(policy: Policy, context: CheckContext): Offence | undefined {
  return offenceOf(() => compiled(policy), context);
}

/** Parsing an expression costs far more than running it, and a policy meets every product. */
const cache = new WeakMap<Policy, CompiledPolicy>();

function compiled(policy: Policy): CompiledPolicy {
  const known = cache.get(policy);
  if (known !== undefined) return known;
  const made = {
    applies: compileCondition(policy.selector),
    checks: [policy.check].flat().map(compileCheck),
  };
  cache.set(policy, made);
  return made;
}
