import type {
  BucketLoggingStatus,
  LifecycleRule,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  Tag,
} from '@aws-sdk/client-s3';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection, Scope } from '../../cloud/store.ts';

export type Encryption =
  | { readonly algorithm: 'AES256' }
  | { readonly algorithm: 'aws:kms'; readonly keyArn: string; readonly bucketKey: boolean };

export type BucketRecord = {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly createdAt: string;
  readonly encryption: Encryption;
  readonly versioned: boolean;
  /** JSON text. */
  readonly policy?: string;
  readonly publicAccessBlock?: PublicAccessBlockConfiguration;
  readonly lifecycle?: readonly LifecycleRule[];
  readonly sendsEvents: boolean;
  readonly ownership?: OwnershipControls;
  readonly logging?: BucketLoggingStatus;
  readonly tags: readonly Tag[];
};

export type ObjectRecord = {
  readonly key: string;
  readonly size: number;
  /** With its quotes. */
  readonly etag: string;
  readonly lastModified: string;
  readonly encryption: Encryption;
  readonly versionId?: string;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly crc32?: string;
};

/** What a writer says of an object and every reader is told. */
export type ObjectHeaders = {
  readonly ContentType?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentDisposition?: string;
  readonly CacheControl?: string;
};

export type UploadRecord = {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly createdAt: string;
  readonly encryption: Encryption;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
};

export type PartRecord = {
  readonly number: number;
  readonly size: number;
  readonly etag: string;
  readonly modifiedAt: string;
};

/** A change of a body that is under way: a killed process finishes or drops it at the next start. */
export type PendingChange =
  | {
      readonly kind: 'write';
      readonly bucket: string;
      readonly temporary: string;
      readonly record: ObjectRecord;
      readonly reason: string;
    }
  | { readonly kind: 'remove'; readonly bucket: string; readonly key: string };

/** Bucket names are unique in the whole family of accounts. */
export const BUCKETS: Scope = { accountId: 'global', region: 'global' };

export function buckets(cloud: Cloud): Collection<BucketRecord> {
  return cloud.store.collection('s3.bucket');
}

/** By `<bucket>/<key>`, in the scope of `BUCKETS`. */
export function objects(cloud: Cloud): Collection<ObjectRecord> {
  return cloud.store.collection('s3.object');
}

export function uploads(cloud: Cloud): Collection<UploadRecord> {
  return cloud.store.collection('s3.upload');
}

/** By `<upload>/<number>`. */
export function parts(cloud: Cloud): Collection<PartRecord> {
  return cloud.store.collection('s3.part');
}

export function pendingChanges(cloud: Cloud): Collection<PendingChange> {
  return cloud.store.collection('s3.pending');
}
