import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../../validation/acknowledge.ts';

export type DataBucketProps = {
  readonly bucketName: string;
  readonly encryptionKey: IKey;
  /**
   * Days after which current objects go, for buckets that hold nothing that cannot be made again.
   * @default - current objects stay: an Iceberg table may refer to any of them
   */
  readonly expireAfterDays?: number;
  /**
   * Tell EventBridge of each new object.
   * @default false
   */
  readonly emitsEvents?: boolean;
};

const NONCURRENT_DAYS = 30;
const ABORT_MULTIPART_DAYS = 7;

/** A bucket of a domain: its key, TLS only, no public access, versioned, retained. */
export class DataBucket extends Bucket {
  constructor(scope: Construct, id: string, props: DataBucketProps) {
    super(scope, id, {
      bucketName: props.bucketName,
      encryption: BucketEncryption.KMS,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: lifecycle(props.expireAfterDays),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    if (props.emitsEvents) this.#emitEvents();
    acknowledge(
      this,
      'AwsSolutions-S1',
      'object-level access is recorded by the account trail, not by S3 server access logs',
    );
  }

  /** The L2 option adds a custom resource with a Lambda function of its own; the property alone is enough. */
  #emitEvents(): void {
    // `defaultChild` of an S3 bucket is its L1.
    const bucket = this.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  }
}

function lifecycle(expireAfterDays: number | undefined): LifecycleRule[] {
  return [
    {
      id: 'tidy',
      noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
      abortIncompleteMultipartUploadAfter: Duration.days(ABORT_MULTIPART_DAYS),
      ...(expireAfterDays !== undefined && { expiration: Duration.days(expireAfterDays) }),
    },
  ];
}
