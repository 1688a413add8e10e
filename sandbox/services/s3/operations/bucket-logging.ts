import type {
  GetBucketLoggingCommandInput,
  GetBucketLoggingCommandOutput,
  PutBucketLoggingCommandInput,
  PutBucketLoggingCommandOutput,
} from '@aws-sdk/client-s3';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putBucketLogging = defineOperation<PutBucketLoggingCommandInput, PutBucketLoggingCommandOutput>({
  service: 's3',
  name: 'PutBucketLogging',
  members: ['Bucket', 'ExpectedBucketOwner', 'BucketLoggingStatus', 'ContentMD5', 'ChecksumAlgorithm'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutBucketLogging'),
  ],
  handle: (input, { cloud }) => {
    const logging = input.BucketLoggingStatus ?? {};
    const target = logging.LoggingEnabled?.TargetBucket;
    if (target !== undefined) requireBucket(cloud, target);
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, logging }));
    return {};
  },
});

export const getBucketLogging = defineOperation<GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput>({
  service: 's3',
  name: 'GetBucketLogging',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'GetBucketLogging'),
  ],
  handle: (input, { cloud }) => {
    return { ...requireBucket(cloud, input.Bucket).logging };
  },
});
