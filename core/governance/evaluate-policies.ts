import type { Mesh } from '../spec/mesh.ts';
import { evaluateSubject, type Law } from './evaluate-subject.ts';
import type { Finding } from './finding.ts';
import type { Stage } from './policy.ts';
import { policySubject } from './policy-subject.ts';

export type EvaluatePolicies = Law & {
  readonly mesh: Mesh;
  readonly stage: Stage;
  readonly now: Date;
};

/** The verdict about every product of a mesh. */
export function evaluatePolicies({ mesh, ...rest }: EvaluatePolicies): Finding[] {
  return mesh.domains
    .flatMap(({ products }) => products)
    .flatMap((product) => evaluateSubject({ ...rest, subject: policySubject(product, mesh) }));
}
