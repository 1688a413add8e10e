import type { Mesh, Product } from '../spec/mesh.ts';
import type { Law } from './evaluate-subject.ts';
import type { Policy } from './policy.ts';
import { policySubject } from './policy-subject.ts';
import type { PolicySubject } from './subject.ts';
import type { Waiver } from './waiver.ts';

/** What the publish gate needs to judge a run by the law under which it was deployed. */
export type ManifestGovernance = {
  readonly subject: PolicySubject;
  readonly policies: readonly Policy[];
  readonly waivers: readonly Waiver[];
};

/** The part of the law that the publish gate of one product applies. */
export function manifestGovernance(
  product: Product,
  mesh: Mesh,
  { policies, waivers }: Law,
): ManifestGovernance {
  const relevant = policies.filter(
    ({ stages, domain }) => stages.includes('publish') && (domain ?? product.domain) === product.domain,
  );
  return {
    subject: policySubject(product, mesh),
    // Examples are for readers and tests.
    policies: relevant.map((policy) => ({ ...policy, examples: [] })),
    waivers: waivers.filter(({ resource }) => resource === product.id),
  };
}
