import type { Tag } from '@aws-sdk/client-kms';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type KeyRecord = {
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion';
  /** Key policy as JSON text. */
  readonly policy: string;
  readonly rotationDays?: number;
  readonly tags: readonly Tag[];
  /** AES-256 key, base64. */
  readonly material: string;
  readonly createdAt: string;
  readonly deletionAt?: string;
};

export type AliasRecord = { readonly name: string; readonly keyId: string; readonly createdAt: string };

/** By key id. */
export function keys(cloud: Cloud): Collection<KeyRecord> {
  return cloud.store.collection('kms.key');
}

/** By name, `alias/…`. */
export function aliases(cloud: Cloud): Collection<AliasRecord> {
  return cloud.store.collection('kms.alias');
}
