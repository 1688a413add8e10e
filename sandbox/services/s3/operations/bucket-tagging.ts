import type {
  DeleteBucketTaggingCommandInput,
  DeleteBucketTaggingCommandOutput,
  GetBucketTaggingCommandInput,
  GetBucketTaggingCommandOutput,
  PutBucketTaggingCommandInput,
  PutBucketTaggingCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putBucketTagging = defineOperation<PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput>({
  service: 's3',
  name: 'PutBucketTagging',
  members: ['Bucket', 'ExpectedBucketOwner', 'Tagging', 'ContentMD5', 'ChecksumAlgorithm'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutBucketTagging'),
  ],
  handle: (input, { cloud }) => {
    const tags = input.Tagging?.TagSet ?? [];
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, tags }));
    return {};
  },
});

export const getBucketTagging = defineOperation<GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput>({
  service: 's3',
  name: 'GetBucketTagging',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'GetBucketTagging'),
  ],
  handle: (input, { cloud }) => {
    const { tags } = requireBucket(cloud, input.Bucket);
    if (tags.length === 0) throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', { status: 404 });
    return { TagSet: [...tags] };
  },
});

export const deleteBucketTagging = defineOperation<
  DeleteBucketTaggingCommandInput,
  DeleteBucketTaggingCommandOutput
>({
  service: 's3',
  name: 'DeleteBucketTagging',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutBucketTagging'),
  ],
  handle: (input, { cloud }) => {
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, tags: [] }));
    return {};
  },
});
