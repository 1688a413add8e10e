import type { Finding } from './finding.ts';
import type { GatePolicy, ManifestGovernance } from './manifest-governance.ts';
import { type CompiledPolicy, dayOf, findingsOf, type Offence, offenceOf } from './offence.ts';
import type { Policy } from './policy.ts';
import { type CheckContext, compilePrimitive } from './run-primitive.ts';
import type { SubjectPublication } from './subject.ts';

export type EvaluateGate = {
  readonly governance: ManifestGovernance;
  readonly publication: SubjectPublication;
  readonly now: Date;
};

/** The verdict of the publish stage about one run. */
export function evaluateGate({ governance, publication, now }: EvaluateGate): Finding[] {
  const subject = { ...governance.subject, publication };
  const { waivers } = governance;
  const today = dayOf(now);
  return governance.policies.flatMap((gated) =>
    findingsOf({
      policy: gated.policy,
      offence: judge(gated, { subject, today }),
      waivers,
      resource: subject.resource,
      today,
    }),
  );
}

function judge(gated: GatePolicy, context: CheckContext): Offence | undefined {
  if (gated.kind === 'judged') return gated.offence ?? undefined;
  return offenceOf(() => compiled(gated.policy), context);
}

function compiled({ selector, check }: Policy): CompiledPolicy {
  if (selector !== undefined) throw new TypeError('the publish gate runs no expressions');
  return {
    applies: () => true,
    checks: [check].flat().map((one) => {
      const primitive = compilePrimitive(one);
      if (primitive === undefined) throw new TypeError('the publish gate runs no expressions');
      return primitive;
    }),
  };
}
