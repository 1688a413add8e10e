import type { NamedPolicy } from '../iam/policy.ts';
import type { WorldLake } from './world-lake.ts';
import type { WorldResource } from './world-resource.ts';

/** All that decides access in a mesh, as it is deployed or would be: plain values, whatever they were read from. */
export type World = {
  readonly accounts: ReadonlySet<string>;
  readonly roles: readonly WorldRole[];
  readonly resources: readonly WorldResource[];
  /** By account. */
  readonly lakes: ReadonlyMap<string, WorldLake>;
  /** What could not be read or is not understood: whoever proves something counts it as reachable. */
  readonly unknowns: readonly WorldUnknown[];
};

/** What made an element of the world. */
export type Origin = {
  /** Construct path of the stack: `operations/Namespace`. */
  readonly stack: string;
  readonly logicalId: string;
  /** `operations/Namespace/Role-analyst` */
  readonly construct?: string;
  /** `lib/constructs/roles/people-role.ts:41` */
  readonly source?: string;
};

/** A domain by its name, the domain `platform` included. */
export type Owner = string;

export type WorldPolicy = NamedPolicy & {
  /** As it is written, with every name filled in. */
  readonly document: unknown;
  readonly origin: Origin;
  /** By the index of the statement, where several resources say their part. */
  readonly statementOrigins?: readonly Origin[];
};

export type WorldRole = {
  readonly name: string;
  /** `arn:aws:iam::<account>:role/<name>` */
  readonly arn: string;
  readonly account: string;
  readonly owner: Owner;
  readonly tags: Readonly<Record<string, string>>;
  /** Inline and managed policies. */
  readonly identity: readonly WorldPolicy[];
  readonly boundary: WorldPolicy | undefined;
  /** Evaluated like a policy of the role as a resource. */
  readonly trust: WorldPolicy;
  readonly origin: Origin;
};

export type WorldUnknown = { readonly what: string; readonly owner: Owner; readonly origin: Origin };
