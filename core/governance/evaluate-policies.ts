import type { Mesh } from '../spec/mesh.ts';
import { evaluateSubject, type Law } from './evaluate-subject.ts';
import type { Finding } from './finding.ts';
import type { Stage } from './policy.ts';
import { policySubject } from './policy-subject.ts';

export type EvaluatePolicies = Law & {
  readonly mesh: Mesh;
  readonly stage: Stage;
  readonly now: Date;
  /**
   * Only the products of this domain.
   * @default - all
   */
  readonly domain?: string;
};

/** The verdict about every product of a mesh, or of one of its domains. */
export function evaluatePolicies({ mesh, domain, ...rest }: EvaluatePolicies): Finding[] {
  return mesh.domains
    .filter(({ name }) => domain === undefined || name === domain)
    .flatMap(({ products }) => products)
    .flatMap((product) => evaluateSubject({ ...rest, subject: policySubject(product, mesh) }));
}
