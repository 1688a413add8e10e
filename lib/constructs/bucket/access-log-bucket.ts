import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge, RULES_PLUGIN } from '../../validation/acknowledge.ts';

export type AccessLogBucketProps = {
  readonly bucketName: string;
  readonly removalPolicy: RemovalPolicy;
};

/** A year, so that an access can be looked up at the next yearly review. */
const KEPT_DAYS = 365;
const NONCURRENT_DAYS = 30;
const ABORT_MULTIPART_DAYS = 7;

const S3_KEY_ONLY =
  'S3 writes access logs only where its own key encrypts by default (SSE-S3), not under a KMS key';

/** Findings that a bucket of access logs cannot be without. */
const EXCEPTED = {
  [`${RULES_PLUGIN}::S3-2[AES256]`]: S3_KEY_ONLY,
  [`${RULES_PLUGIN}::S3-2[nothing]`]: S3_KEY_ONLY,
  [`${RULES_PLUGIN}::S3-6[other-algorithms-are-let-in]`]: S3_KEY_ONLY,
  [`${RULES_PLUGIN}::S3-6[other-keys-are-let-in]`]: S3_KEY_ONLY,
  'NIST.800.53.R5-S3DefaultEncryptionKMS': S3_KEY_ONLY,
  [`${RULES_PLUGIN}::S3-8[nothing]`]:
    'a bucket of access logs that logs into itself would grow with each of its own records',
  'NIST.800.53.R5-S3BucketReplicationEnabled':
    'where data may lie is the domain’s to say; S3 keeps it in three zones of the region, and versions keep what is overwritten',
} as const;

/** Where S3 writes who asked what of a domain's buckets. No role of the mesh reads it, and only S3 writes. */
export class AccessLogBucket extends Bucket {
  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id, {
      bucketName: props.bucketName,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        {
          id: 'tidy',
          expiration: Duration.days(KEPT_DAYS),
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(ABORT_MULTIPART_DAYS),
        },
      ],
      removalPolicy: props.removalPolicy,
    });
    for (const [rule, reason] of Object.entries(EXCEPTED)) acknowledge(this, rule, reason);
  }

  /**
   * Has S3 record what is asked of a bucket, under a prefix of the bucket's id. The option of the CDK's bucket would
   * open an access control list instead, unless a feature flag is set.
   */
  record(bucket: Bucket, bucketName: string): void {
    const prefix = `${bucket.node.id.toLowerCase()}/`;
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: `Record${bucket.node.id}`,
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects(`${prefix}*`)],
        conditions: {
          ArnEquals: { 'aws:SourceArn': `arn:aws:s3:::${bucketName}` },
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    );
    // `defaultChild` of an S3 bucket is its L1.
    const recorded = bucket.node.defaultChild as CfnBucket;
    recorded.loggingConfiguration = { destinationBucketName: this.bucketName, logFilePrefix: prefix };
    bucket.node.addDependency(this);
  }
}
