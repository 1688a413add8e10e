import type { LifecycleRule, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { unlessAbsent } from '../not-found.ts';
import type { ResourceContext } from '../resource-provider.ts';

/** A bucket as its service holds it, in the template's words. */
export async function describeBucket(Bucket: string, context: ResourceContext) {
  const { call } = context;
  if ((await unlessAbsent(call('s3', 'HeadBucket', { Bucket }))) === undefined) return undefined;
  const lifecycle = await unlessAbsent(call('s3', 'GetBucketLifecycleConfiguration', { Bucket }));
  const notification = await call('s3', 'GetBucketNotificationConfiguration', { Bucket });
  const { LoggingEnabled } = await call('s3', 'GetBucketLogging', { Bucket });
  const tagging = await unlessAbsent(call('s3', 'GetBucketTagging', { Bucket }));
  return {
    BucketName: Bucket,
    ...(await protection(Bucket, context)),
    LifecycleConfiguration: lifecycle && { Rules: lifecycle.Rules?.map(lifecycleRule) },
    NotificationConfiguration: notification.EventBridgeConfiguration && {
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    },
    LoggingConfiguration: LoggingEnabled && {
      DestinationBucketName: LoggingEnabled.TargetBucket,
      LogFilePrefix: LoggingEnabled.TargetPrefix,
    },
    Tags: tagging?.TagSet,
  };
}

async function protection(Bucket: string, { call }: ResourceContext) {
  const encryption = await unlessAbsent(call('s3', 'GetBucketEncryption', { Bucket }));
  const access = await unlessAbsent(call('s3', 'GetPublicAccessBlock', { Bucket }));
  const ownership = await unlessAbsent(call('s3', 'GetBucketOwnershipControls', { Bucket }));
  const { Status } = await call('s3', 'GetBucketVersioning', { Bucket });
  const rules = encryption?.ServerSideEncryptionConfiguration?.Rules;
  return {
    BucketEncryption: rules && { ServerSideEncryptionConfiguration: rules.map(encryptionRule) },
    PublicAccessBlockConfiguration: access?.PublicAccessBlockConfiguration,
    OwnershipControls: ownership?.OwnershipControls,
    VersioningConfiguration: { Status },
  };
}

function encryptionRule({ BucketKeyEnabled, ApplyServerSideEncryptionByDefault }: ServerSideEncryptionRule) {
  return { BucketKeyEnabled, ServerSideEncryptionByDefault: ApplyServerSideEncryptionByDefault };
}

function lifecycleRule({ ID, Status, Filter, Expiration, ...rest }: LifecycleRule) {
  return {
    Id: ID,
    Status,
    Prefix: Filter?.Prefix ?? '',
    ExpirationInDays: Expiration?.Days,
    ExpiredObjectDeleteMarker: Expiration?.ExpiredObjectDeleteMarker,
    NoncurrentVersionExpiration: rest.NoncurrentVersionExpiration,
    AbortIncompleteMultipartUpload: rest.AbortIncompleteMultipartUpload,
  };
}
