import type {
  GetBucketNotificationConfigurationCommandInput,
  GetBucketNotificationConfigurationCommandOutput,
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { bucketRequest, changeBucket, requireBucket } from '../bucket.ts';

export const putBucketNotificationConfiguration = defineOperation<
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput
>({
  service: 's3',
  name: 'PutBucketNotificationConfiguration',
  members: ['Bucket', 'ExpectedBucketOwner', 'NotificationConfiguration', 'SkipDestinationValidation'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'PutBucketNotification'),
  ],
  handle: (input, { cloud }) => {
    const { EventBridgeConfiguration, ...others } = input.NotificationConfiguration ?? {};
    const other = Object.entries(others).find(([, targets]) => (targets ?? []).length > 0);
    if (other)
      throw new AwsError(
        'InvalidArgument',
        `the sandbox does not support ${other[0]}: send the bucket's events to EventBridge`,
      );
    const sendsEvents = EventBridgeConfiguration !== undefined;
    changeBucket(cloud, input.Bucket, (bucket) => ({ ...bucket, sendsEvents }));
    return {};
  },
});

export const getBucketNotificationConfiguration = defineOperation<
  GetBucketNotificationConfigurationCommandInput,
  GetBucketNotificationConfigurationCommandOutput
>({
  service: 's3',
  name: 'GetBucketNotificationConfiguration',
  members: ['Bucket', 'ExpectedBucketOwner'],
  authorize: (input, { cloud }) => [
    bucketRequest(requireBucket(cloud, input.Bucket, input.ExpectedBucketOwner), 'GetBucketNotification'),
  ],
  handle: (input, { cloud }) => {
    return requireBucket(cloud, input.Bucket).sendsEvents ? { EventBridgeConfiguration: {} } : {};
  },
});
