import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, ConditionContext } from '../../cloud/operation.ts';
import { BUCKETS, type BucketRecord, buckets, type ObjectRecord, objects } from './store.ts';

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

/** The bucket, or S3's error; the owner is compared where the caller expects one. */
export function requireBucket(cloud: Cloud, name: string | undefined, expectedOwner?: string): BucketRecord {
  const bucket = buckets(cloud).get(BUCKETS, name ?? '');
  if (!bucket)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
      status: 404,
      details: { BucketName: name ?? '' },
    });
  if (expectedOwner !== undefined && expectedOwner !== bucket.accountId)
    throw new AwsError('AccessDenied', `the bucket ${bucket.name} belongs to another account`, {
      status: 403,
    });
  return bucket;
}

export function changeBucket(
  cloud: Cloud,
  name: string | undefined,
  change: (bucket: BucketRecord) => BucketRecord,
): void {
  const bucket = requireBucket(cloud, name);
  buckets(cloud).put(BUCKETS, bucket.name, change(bucket));
}

export function findObject(cloud: Cloud, bucket: string, key: string): ObjectRecord | undefined {
  return objects(cloud).get(BUCKETS, `${bucket}/${key}`);
}

/** The permission to act on a bucket: `s3:ListBucket`. */
export function bucketRequest(
  bucket: BucketRecord,
  action: string,
  context: ConditionContext = {},
): AuthorizationRequest {
  return request(bucket, bucketArn(bucket.name), action, context);
}

/** The permission to act on an object: `s3:GetObject`. */
export function objectRequest(
  bucket: BucketRecord,
  key: string,
  options: { readonly action: string; readonly context?: ConditionContext },
): AuthorizationRequest {
  return request(bucket, objectArn(bucket.name, key), options.action, options.context ?? {});
}

function request(
  bucket: BucketRecord,
  resource: string,
  action: string,
  context: ConditionContext,
): AuthorizationRequest {
  return {
    action: `s3:${action}`,
    resource,
    resourceAccount: bucket.accountId,
    ...(bucket.policy !== undefined && { resourcePolicy: bucket.policy }),
    context: { 's3:ResourceAccount': bucket.accountId, ...context },
  };
}
