import type { ExampleResources, RuleResource, RuleTemplate } from '../template-rule.ts';

/** The policies of a bucket, wherever they stand in its template. */
export function bucketPolicies(bucket: RuleResource, template: RuleTemplate): readonly RuleResource[] {
  const name = bucket.properties['BucketName'] ?? `«${bucket.logicalId}»`;
  return template.resources.filter(
    ({ type, properties }) => type === 'AWS::S3::BucketPolicy' && properties['Bucket'] === name,
  );
}

/** The ARN of a bucket, as its policies spell it. */
export function bucketArn(bucket: RuleResource): string {
  const name = bucket.properties['BucketName'];
  return typeof name === 'string' ? `arn:aws:s3:::${name}` : `«${bucket.logicalId}.Arn»`;
}

/** For examples: a bucket of the domain `sales`. */
const NAME = 'acme-prod-sales-products-111111111111-eu-west-1';
export const EXAMPLE_BUCKET_ARN = `arn:aws:s3:::${NAME}`;
export const EXAMPLE_BUCKET: ExampleResources = {
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: NAME } },
};

/** For examples: the same bucket with a policy of these statements. */
export function bucketWithPolicy(...statements: readonly unknown[]): ExampleResources {
  return {
    ...EXAMPLE_BUCKET,
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Statement: statements } },
    },
  };
}
