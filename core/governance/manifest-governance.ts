import type { Mesh, Product } from '../spec/mesh.ts';
import { isFor, type Law, offenceIn } from './evaluate-subject.ts';
import type { Offence } from './offence.ts';
import { hasExpressions } from './policy-expressions.ts';
import type { Policy } from './policy.ts';
import { policySubject } from './policy-subject.ts';
import type { PolicySubject } from './subject.ts';
import type { Waiver } from './waiver.ts';

/** What the publish gate needs to judge a run by the law under which it was deployed. */
export type ManifestGovernance = {
  readonly subject: PolicySubject;
  readonly policies: readonly GatePolicy[];
  readonly waivers: readonly Waiver[];
};

/**
 * A policy of the publish gate. Expressions were judged when the product was deployed: what they see of it is
 * frozen in the manifest, so that running them again could find nothing else, and the gate need not carry their
 * language. Who waives the offence, and whether the policy is in force, is decided on the day of the run.
 */
export type GatePolicy =
  | { readonly kind: 'live'; readonly policy: Policy }
  | { readonly kind: 'judged'; readonly policy: Policy; readonly offence: Offence | null };

/** The part of the law that the publish gate of one product applies. */
export function manifestGovernance(
  product: Product,
  mesh: Mesh,
  { policies, waivers }: Law,
): ManifestGovernance {
  const subject = policySubject(product, mesh);
  return {
    subject,
    policies: policies
      .filter((policy) => isFor(policy, product.domain, 'publish'))
      .map((policy) => gatePolicy(policy, subject)),
    waivers: waivers.filter(({ resource }) => resource === product.id),
  };
}

function gatePolicy(policy: Policy, subject: PolicySubject): GatePolicy {
  // Examples are for readers and tests.
  const short = { ...policy, examples: [] };
  if (!hasExpressions(policy)) return { kind: 'live', policy: short };
  // `parsePolicies` refuses expressions that see the day or the publication in this stage; any day will do.
  const offence = offenceIn(policy, { subject, today: policy.effectiveFrom });
  return { kind: 'judged', policy: short, offence: offence ?? null };
}
