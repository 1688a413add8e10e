import type {
  DeleteBucketPolicyCommandInput,
  DeleteBucketPolicyCommandOutput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  PutBucketPolicyCommandInput,
  PutBucketPolicyCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { without } from '../../../cloud/without.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putBucketPolicy = defineOperation<PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput>({
  service: 's3',
  name: 'PutBucketPolicy',
  members: ['Bucket', 'ExpectedBucketOwner', 'Policy', 'ContentMD5', 'ChecksumAlgorithm'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutBucketPolicy'),
  ],
  handle: (input, { cloud }) => {
    const policy = requireDocument(input.Policy);
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, policy }));
    return {};
  },
});

export const getBucketPolicy = defineOperation<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>({
  service: 's3',
  name: 'GetBucketPolicy',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'GetBucketPolicy'),
  ],
  handle: (input, { cloud }) => {
    const { policy } = requireBucket(cloud, input.Bucket);
    if (policy === undefined)
      throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', { status: 404 });
    return { Policy: policy };
  },
});

export const deleteBucketPolicy = defineOperation<
  DeleteBucketPolicyCommandInput,
  DeleteBucketPolicyCommandOutput
>({
  service: 's3',
  name: 'DeleteBucketPolicy',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'DeleteBucketPolicy'),
  ],
  handle: (input, { cloud }) => {
    changeBucket(cloud, input.Bucket, (bucket) => without(bucket, 'policy'));
    return {};
  },
});

const POLICY_BYTES_MAX = 20 * 1024;

function requireDocument(text: string | undefined): string {
  if (text === undefined || Buffer.byteLength(text) > POLICY_BYTES_MAX)
    throw new AwsError('MalformedPolicy', `a bucket policy has at most ${POLICY_BYTES_MAX} bytes`);
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && 'Statement' in document) return text;
  } catch {
    // Answered below.
  }
  throw new AwsError('MalformedPolicy', 'the bucket policy is not a policy document in JSON');
}
