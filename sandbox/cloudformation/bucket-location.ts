import type { BucketLocationConstraint, CreateBucketConfiguration } from '@aws-sdk/client-s3';

/** S3 wants the region said, except where it began. */
export function bucketLocation(region: string): {
  readonly CreateBucketConfiguration?: CreateBucketConfiguration;
} {
  if (region === 'us-east-1') return {};
  // The service refuses a region that does not exist.
  return { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };
}
