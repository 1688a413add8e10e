import type {
  DeleteBucketOwnershipControlsCommandInput,
  DeleteBucketOwnershipControlsCommandOutput,
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
  PutBucketOwnershipControlsCommandInput,
  PutBucketOwnershipControlsCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { without } from '../../../cloud/without.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putBucketOwnershipControls = defineOperation<
  PutBucketOwnershipControlsCommandInput,
  PutBucketOwnershipControlsCommandOutput
>({
  service: 's3',
  name: 'PutBucketOwnershipControls',
  members: ['Bucket', 'ExpectedBucketOwner', 'OwnershipControls', 'ContentMD5', 'ChecksumAlgorithm'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'PutBucketOwnershipControls',
    ),
  ],
  handle: (input, { cloud }) => {
    const ownership = input.OwnershipControls;
    if (!ownership) throw new AwsError('MalformedXML', 'the ownership controls are missing');
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, ownership }));
    return {};
  },
});

export const getBucketOwnershipControls = defineOperation<
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput
>({
  service: 's3',
  name: 'GetBucketOwnershipControls',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'GetBucketOwnershipControls',
    ),
  ],
  handle: (input, { cloud }) => {
    const { ownership } = requireBucket(cloud, input.Bucket);
    if (!ownership)
      throw new AwsError('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found', {
        status: 404,
      });
    return { OwnershipControls: ownership };
  },
});

export const deleteBucketOwnershipControls = defineOperation<
  DeleteBucketOwnershipControlsCommandInput,
  DeleteBucketOwnershipControlsCommandOutput
>({
  service: 's3',
  name: 'DeleteBucketOwnershipControls',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'PutBucketOwnershipControls',
    ),
  ],
  handle: (input, { cloud }) => {
    changeBucket(cloud, input.Bucket, (bucket) => without(bucket, 'ownership'));
    return {};
  },
});
