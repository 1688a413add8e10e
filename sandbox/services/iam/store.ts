import type { Tag } from '@aws-sdk/client-iam';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection, Scope } from '../../cloud/store.ts';

export type RoleRecord = {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly description?: string;
  /** Trust policy, as JSON text. */
  readonly trust: string;
  readonly maxSessionSeconds: number;
  /** Policy documents as JSON text, by policy name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
  /** ARN of a managed policy. */
  readonly boundary?: string;
  readonly tags: readonly Tag[];
  readonly createdAt: string;
};

export type PolicyVersionRecord = {
  readonly id: string;
  readonly document: string;
  readonly createdAt: string;
};

export type PolicyRecord = {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly description?: string;
  readonly defaultVersion: string;
  /** Oldest first; a number is never used twice. */
  readonly versions: readonly PolicyVersionRecord[];
  readonly versionsMade: number;
  readonly tags: readonly Tag[];
  readonly createdAt: string;
};

export type IamStore = {
  /** Key: role name. */
  readonly roles: Collection<RoleRecord>;
  /** Customer-managed policies. Key: policy name. */
  readonly policies: Collection<PolicyRecord>;
};

export function iamStore({ store }: Cloud): IamStore {
  return {
    roles: store.collection('iam.role'),
    policies: store.collection('iam.policy'),
  };
}

/** IAM has no regions. */
export function iamScope(accountId: string): Scope {
  return { accountId, region: 'global' };
}
