import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, ConditionContext } from '../../cloud/operation.ts';
import { findKey, findUsableKey, keyRequest } from '../kms/find-key.ts';
import { bucketArn, objectArn } from './bucket.ts';
import type { BucketRecord, Encryption } from './store.ts';

export type EncryptionHeaders = {
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly BucketKeyEnabled?: boolean | undefined;
};

/** How a new object is encrypted: as the request says, or else as its bucket does by default. */
export function encryptionOf(cloud: Cloud, bucket: BucketRecord, headers: EncryptionHeaders): Encryption {
  const { ServerSideEncryption: algorithm, SSEKMSKeyId: keyId, BucketKeyEnabled } = headers;
  const byDefault = bucket.encryption;
  switch (algorithm) {
    case undefined:
      if (keyId !== undefined)
        throw new AwsError('InvalidArgument', 'a KMS key needs the server side encryption aws:kms');
      return byDefault;
    case 'AES256':
      return { algorithm };
    case 'aws:kms': {
      const keyArn = keyId ?? (byDefault.algorithm === 'aws:kms' ? byDefault.keyArn : undefined);
      return kmsEncryption(cloud, bucket, {
        keyId: keyArn,
        bucketKey: BucketKeyEnabled ?? bucketKeyOf(byDefault),
      });
    }
    default:
      throw new AwsError('InvalidArgument', `the sandbox does not support the encryption ${algorithm}`);
  }
}

const bucketKeyOf = (encryption: Encryption): boolean =>
  encryption.algorithm === 'aws:kms' && encryption.bucketKey;

export function kmsEncryption(
  cloud: Cloud,
  bucket: BucketRecord,
  options: { readonly keyId: string | undefined; readonly bucketKey: boolean },
): Encryption {
  if (options.keyId === undefined)
    throw new AwsError('InvalidArgument', 'the sandbox has no key aws/s3: name a KMS key of your own');
  const { key } = findKey(cloud, { accountId: bucket.accountId, region: bucket.region }, options.keyId);
  return { algorithm: 'aws:kms', keyArn: key.arn, bucketKey: options.bucketKey };
}

/** What S3 asks of KMS in its caller's name, for an object that a KMS key encrypts. */
export function keyRequests(
  cloud: Cloud,
  of: {
    readonly caller: Caller;
    readonly bucket: BucketRecord;
    readonly key: string;
    readonly encryption: Encryption;
    readonly action: 'Decrypt' | 'GenerateDataKey';
  },
): readonly AuthorizationRequest[] {
  const { caller, bucket, key, encryption, action } = of;
  if (encryption.algorithm === 'AES256') return [];
  const scope = { accountId: bucket.accountId, region: bucket.region };
  const arn = encryption.bucketKey ? bucketArn(bucket.name) : objectArn(bucket.name, key);
  return [
    keyRequest(findUsableKey(cloud, scope, encryption.keyArn), action, {
      callerAccount: caller.accountId,
      context: {
        'kms:ViaService': `s3.${bucket.region}.amazonaws.com`,
        'kms:EncryptionContext:aws:s3:arn': arn,
        'kms:EncryptionContextKeys': ['aws:s3:arn'],
      },
    }),
  ];
}

/** Condition keys of the encryption that a writer sends. */
export function encryptionKeys({ ServerSideEncryption, SSEKMSKeyId }: EncryptionHeaders): ConditionContext {
  return {
    ...(ServerSideEncryption !== undefined && { 's3:x-amz-server-side-encryption': ServerSideEncryption }),
    ...(SSEKMSKeyId !== undefined && { 's3:x-amz-server-side-encryption-aws-kms-key-id': SSEKMSKeyId }),
  };
}

/** As S3 tells it in the answers of reads and writes. */
export function encryptionOutput(encryption: Encryption): {
  readonly ServerSideEncryption: 'AES256' | 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
} {
  if (encryption.algorithm === 'AES256') return { ServerSideEncryption: 'AES256' };
  return {
    ServerSideEncryption: 'aws:kms',
    SSEKMSKeyId: encryption.keyArn,
    ...(encryption.bucketKey && { BucketKeyEnabled: true }),
  };
}
