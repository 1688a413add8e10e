import type {
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput,
  PutBucketVersioningCommandInput,
  PutBucketVersioningCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putBucketVersioning = defineOperation<
  PutBucketVersioningCommandInput,
  PutBucketVersioningCommandOutput
>({
  service: 's3',
  name: 'PutBucketVersioning',
  members: ['Bucket', 'ExpectedBucketOwner', 'VersioningConfiguration', 'ContentMD5', 'ChecksumAlgorithm'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutBucketVersioning'),
  ],
  handle: (input, { cloud }) => {
    const { Status, MFADelete } = input.VersioningConfiguration ?? {};
    if (MFADelete === 'Enabled')
      throw new AwsError('InvalidArgument', 'the sandbox does not support MFA delete');
    const { versioned } = requireBucket(cloud, input.Bucket);
    if (Status === 'Suspended' && versioned)
      throw new AwsError(
        'InvalidArgument',
        'the sandbox does not support suspending versions: make a new bucket',
      );
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, versioned: Status === 'Enabled' }));
    return {};
  },
});

export const getBucketVersioning = defineOperation<
  GetBucketVersioningCommandInput,
  GetBucketVersioningCommandOutput
>({
  service: 's3',
  name: 'GetBucketVersioning',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'GetBucketVersioning'),
  ],
  handle: (input, { cloud }) => {
    return requireBucket(cloud, input.Bucket).versioned ? { Status: 'Enabled' } : {};
  },
});
