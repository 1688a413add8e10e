import {
  type IManagedPolicy,
  ManagedPolicy,
  PermissionsBoundary,
  PolicyDocument,
  type PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import { functionBoundary, grantsBoundary, peopleBoundary, pipelineBoundary } from './boundary-statements.ts';

/**
 * The most that roles of a domain can ever do, whatever policies they are given later: what is allowed, by the names
 * of this domain and of what its subscriptions reach. Nothing in any of them makes or changes a role.
 */
const BOUNDARIES = {
  /** Roles that people assume. */
  people: peopleBoundary,
  /** Roles of machines, rules, schedules and registered locations. */
  pipeline: pipelineBoundary,
  /** Roles of functions. */
  function: functionBoundary,
  /** The one role that grants. */
  grants: grantsBoundary,
} as const satisfies Record<string, (domain: DomainScope) => readonly PolicyStatement[]>;
export type BoundaryKind = keyof typeof BOUNDARIES;
// The keys of a record whose type says all of them.
export const BOUNDARY_KINDS = Object.keys(BOUNDARIES) as readonly BoundaryKind[];

export type DomainBoundaryProps = { readonly domain: DomainScope; readonly kind: BoundaryKind };

export class DomainBoundary extends ManagedPolicy {
  constructor(scope: Construct, id: string, { domain, kind }: DomainBoundaryProps) {
    const statements = BOUNDARIES[kind](domain);
    super(scope, id, {
      managedPolicyName: boundaryName(domain, kind),
      description: `The most that roles of ${domain.domain.name} can do: ${kind}`,
      document: new PolicyDocument({ statements: [...statements] }),
    });
    const wild = statements.flatMap(({ resources }) => resources).filter((arn) => arn.includes('*'));
    for (const arn of new Set(wild)) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::${arn}]`,
        'a boundary allows nothing by itself: each role’s own policy is narrower, and has its own reason',
      );
    }
  }
}

function boundaryName(domain: DomainScope, kind: BoundaryKind): string {
  return domain.name(`${kind}-boundary`);
}

/** Puts every role below a construct within a boundary of its domain; what is further below may name another. */
export function applyBoundary(construct: IConstruct, domain: DomainScope, kind: BoundaryKind): void {
  PermissionsBoundary.of(construct).apply(findBoundary(construct, domain, kind));
}

/** By its name: it stands in the account's `Foundation`, which is deployed before. */
function findBoundary(construct: IConstruct, domain: DomainScope, kind: BoundaryKind): IManagedPolicy {
  const arn = `arn:aws:iam::${domain.account}:policy/${boundaryName(domain, kind)}`;
  return ManagedPolicy.fromManagedPolicyArn(construct, `Boundary-${kind}`, arn);
}
