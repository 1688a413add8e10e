import type {
  DeleteBucketEncryptionCommandInput,
  DeleteBucketEncryptionCommandOutput,
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  PutBucketEncryptionCommandInput,
  PutBucketEncryptionCommandOutput,
  ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';
import { kmsEncryption } from '../encryption.ts';
import type { BucketRecord, Encryption } from '../store.ts';

export const putBucketEncryption = defineOperation<
  PutBucketEncryptionCommandInput,
  PutBucketEncryptionCommandOutput
>({
  service: 's3',
  name: 'PutBucketEncryption',
  members: [
    'Bucket',
    'ExpectedBucketOwner',
    'ServerSideEncryptionConfiguration',
    'ContentMD5',
    'ChecksumAlgorithm',
  ],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'PutEncryptionConfiguration',
    ),
  ],
  handle: (input, { cloud }) => {
    const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
    const [rule] = rules;
    if (!rule || rules.length > 1)
      throw new AwsError('MalformedXML', 'an encryption configuration has one rule');
    changeBucket(cloud, input.Bucket, (bucket) => ({
      ...bucket,
      encryption: ruleEncryption(cloud, bucket, rule),
    }));
    return {};
  },
});

function ruleEncryption(cloud: Cloud, bucket: BucketRecord, rule: ServerSideEncryptionRule): Encryption {
  const { SSEAlgorithm, KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm === 'AES256') return { algorithm: 'AES256' };
  if (SSEAlgorithm === 'aws:kms')
    return kmsEncryption(cloud, bucket, { keyId: KMSMasterKeyID, bucketKey: rule.BucketKeyEnabled ?? false });
  throw new AwsError('InvalidArgument', `the sandbox does not support the encryption ${SSEAlgorithm}`);
}

export const getBucketEncryption = defineOperation<
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput
>({
  service: 's3',
  name: 'GetBucketEncryption',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'GetEncryptionConfiguration',
    ),
  ],
  handle: (input, { cloud }) => {
    const { encryption } = requireBucket(cloud, input.Bucket);
    const isKms = encryption.algorithm === 'aws:kms';
    const byDefault = {
      SSEAlgorithm: encryption.algorithm,
      ...(isKms && { KMSMasterKeyID: encryption.keyArn }),
    };
    const rule = {
      ApplyServerSideEncryptionByDefault: byDefault,
      BucketKeyEnabled: isKms && encryption.bucketKey,
    };
    return { ServerSideEncryptionConfiguration: { Rules: [rule] } };
  },
});

export const deleteBucketEncryption = defineOperation<
  DeleteBucketEncryptionCommandInput,
  DeleteBucketEncryptionCommandOutput
>({
  service: 's3',
  name: 'DeleteBucketEncryption',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'PutEncryptionConfiguration',
    ),
  ],
  handle: (input, { cloud }) => {
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, encryption: { algorithm: 'AES256' } }));
    return {};
  },
});
