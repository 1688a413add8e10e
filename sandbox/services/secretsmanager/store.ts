import type { Tag } from '@aws-sdk/client-secrets-manager';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type SecretVersion = {
  readonly id: string;
  readonly text?: string;
  /** Base64. */
  readonly binary?: string;
  readonly stages: readonly string[];
  readonly createdAt: string;
};

export type SecretRecord = {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** ARN of the key that encrypts it, where it is one of the account's own. */
  readonly keyArn?: string;
  /** JSON text. */
  readonly policy?: string;
  readonly tags: readonly Tag[];
  /** Newest first. */
  readonly versions: readonly SecretVersion[];
  readonly createdAt: string;
  readonly changedAt: string;
  readonly deletionAt?: string;
};

/** By name. */
export function secrets(cloud: Cloud): Collection<SecretRecord> {
  return cloud.store.collection('secretsmanager.secret');
}
