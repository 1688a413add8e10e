import type {
  DeletePublicAccessBlockCommandInput,
  DeletePublicAccessBlockCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
  PutPublicAccessBlockCommandInput,
  PutPublicAccessBlockCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { without } from '../../../cloud/without.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putPublicAccessBlock = defineOperation<
  PutPublicAccessBlockCommandInput,
  PutPublicAccessBlockCommandOutput
>({
  service: 's3',
  name: 'PutPublicAccessBlock',
  members: [
    'Bucket',
    'ExpectedBucketOwner',
    'PublicAccessBlockConfiguration',
    'ContentMD5',
    'ChecksumAlgorithm',
  ],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'PutBucketPublicAccessBlock',
    ),
  ],
  handle: (input, { cloud }) => {
    const publicAccessBlock = input.PublicAccessBlockConfiguration ?? {};
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, publicAccessBlock }));
    return {};
  },
});

export const getPublicAccessBlock = defineOperation<
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput
>({
  service: 's3',
  name: 'GetPublicAccessBlock',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'GetBucketPublicAccessBlock',
    ),
  ],
  handle: (input, { cloud }) => {
    const { publicAccessBlock } = requireBucket(cloud, input.Bucket);
    if (!publicAccessBlock)
      throw new AwsError(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        { status: 404 },
      );
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },
});

export const deletePublicAccessBlock = defineOperation<
  DeletePublicAccessBlockCommandInput,
  DeletePublicAccessBlockCommandOutput
>({
  service: 's3',
  name: 'DeletePublicAccessBlock',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(
      requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner),
      'PutBucketPublicAccessBlock',
    ),
  ],
  handle: (input, { cloud }) => {
    changeBucket(cloud, input.Bucket, (bucket) => without(bucket, 'publicAccessBlock'));
    return {};
  },
});
