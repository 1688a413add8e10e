import type {
  DeleteBucketLifecycleCommandInput,
  DeleteBucketLifecycleCommandOutput,
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput,
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput,
  LifecycleRule,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { without } from '../../../cloud/without.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putBucketLifecycleConfiguration = defineOperation<
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput
>({
  service: 's3',
  name: 'PutBucketLifecycleConfiguration',
  members: ['Bucket', 'ExpectedBucketOwner', 'LifecycleConfiguration', 'ChecksumAlgorithm'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutLifecycleConfiguration'),
  ],
  handle: (input, { cloud }) => {
    const lifecycle = input.LifecycleConfiguration?.Rules ?? [];
    lifecycle.forEach(refuseDates);
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, lifecycle }));
    return {};
  },
});

export const getBucketLifecycleConfiguration = defineOperation<
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput
>({
  service: 's3',
  name: 'GetBucketLifecycleConfiguration',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'GetLifecycleConfiguration'),
  ],
  handle: (input, { cloud }) => {
    const { lifecycle } = requireBucket(cloud, input.Bucket);
    if (!lifecycle)
      throw new AwsError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', {
        status: 404,
      });
    return { Rules: [...lifecycle] };
  },
});

export const deleteBucketLifecycle = defineOperation<
  DeleteBucketLifecycleCommandInput,
  DeleteBucketLifecycleCommandOutput
>({
  service: 's3',
  name: 'DeleteBucketLifecycle',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutLifecycleConfiguration'),
  ],
  handle: (input, { cloud }) => {
    changeBucket(cloud, input.Bucket, (bucket) => without(bucket, 'lifecycle'));
    return {};
  },
});

function refuseDates(rule: LifecycleRule): void {
  const dates = [rule.Expiration?.Date, ...(rule.Transitions ?? []).map((transition) => transition.Date)];
  if (dates.every((date) => date === undefined)) return;
  throw new AwsError('InvalidArgument', 'the sandbox does not support dates in lifecycle rules: use days');
}
