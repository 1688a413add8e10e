import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
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
import type { AccessLogBucket } from './access-log-bucket.ts';

export type DataBucketProps = {
  readonly bucketName: string;
  readonly encryptionKey: IKey;
  /** Where S3 records who asks for what of this bucket. */
  readonly accessLogs: AccessLogBucket;
  readonly removalPolicy: RemovalPolicy;
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
      removalPolicy: props.removalPolicy,
    });
    this.#refuseOtherKeys(props.encryptionKey);
    props.accessLogs.record(this, props.bucketName);
    if (props.emitsEvents) this.#emitEvents();
    acknowledge(
      this,
      'NIST.800.53.R5-S3BucketReplicationEnabled',
      'where data may lie is the domain’s to say; S3 keeps it in three zones of the region, and versions keep what is overwritten',
    );
  }

  /** Who asks for nothing gets the bucket's default, which is this key. */
  #refuseOtherKeys({ keyArn }: IKey): void {
    const wanted = {
      's3:x-amz-server-side-encryption': 'aws:kms',
      's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn,
    };
    for (const [header, value] of Object.entries(wanted)) {
      this.addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['s3:PutObject'],
          resources: [this.arnForObjects('*')],
          // A negated operator holds where the header is missing: then `Null` does not.
          conditions: { StringNotEquals: { [header]: value }, Null: { [header]: 'false' } },
        }),
      );
    }
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
