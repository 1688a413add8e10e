import type { LifecycleRule } from '@aws-sdk/client-s3';
import { bucketLocation } from '../bucket-location.ts';
import { defineProvider } from '../define-provider.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { describeBucket } from './s3-bucket-live.ts';
import { BucketProperties } from './s3-bucket-properties.ts';

const NAME_LENGTH_MAX = 63;

export const s3Bucket = defineProvider<BucketProperties>({
  type: 'AWS::S3::Bucket',
  properties: BucketProperties,
  createOnly: ['BucketName'],
  identifiers: ['BucketName'],
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const Bucket = nameOf(properties, context);
    await context.call('s3', 'CreateBucket', { Bucket, ...bucketLocation(context.region) });
    await ensure(Bucket, {}, properties, context);
    return { physicalId: Bucket };
  },
  read: async (Bucket, { call, region }) => {
    if ((await unlessAbsent(call('s3', 'HeadBucket', { Bucket }))) === undefined) return undefined;
    return {
      Arn: `arn:aws:s3:::${Bucket}`,
      DomainName: `${Bucket}.s3.amazonaws.com`,
      RegionalDomainName: `${Bucket}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${Bucket}.s3.dualstack.${region}.amazonaws.com`,
    };
  },
  describe: describeBucket,
  update: async (Bucket, { previous, desired }, context) => {
    await ensure(Bucket, previous, desired, context);
    return undefined;
  },
  delete: async (Bucket, { call }) => {
    await unlessAbsent(call('s3', 'DeleteBucket', { Bucket }));
  },
});

function nameOf({ BucketName }: BucketProperties, context: ResourceContext): string {
  return BucketName ?? generatedName(context, NAME_LENGTH_MAX).toLowerCase();
}

/** Sets what is wanted, and takes away what was wanted before. */
async function ensure(
  Bucket: string,
  previous: BucketProperties,
  desired: BucketProperties,
  context: ResourceContext,
): Promise<void> {
  await ensureProtection(Bucket, previous, desired, context);
  const { call } = context;
  const { Status } = desired.VersioningConfiguration ?? {};
  if (Status !== undefined || previous.VersioningConfiguration) {
    const VersioningConfiguration = { Status: Status ?? 'Suspended' };
    await call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration });
  }
  const Rules = desired.LifecycleConfiguration?.Rules.map(lifecycleRule);
  if (Rules) {
    await call('s3', 'PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  } else if (previous.LifecycleConfiguration) await call('s3', 'DeleteBucketLifecycle', { Bucket });
  if (desired.NotificationConfiguration || previous.NotificationConfiguration) {
    const isOn = desired.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled === true;
    const NotificationConfiguration = isOn ? { EventBridgeConfiguration: {} } : {};
    await call('s3', 'PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration });
  }
  await ensureRecords(Bucket, previous, desired, context);
}

async function ensureProtection(
  Bucket: string,
  previous: BucketProperties,
  desired: BucketProperties,
  { call }: ResourceContext,
): Promise<void> {
  if (desired.BucketEncryption) {
    const Rules = desired.BucketEncryption.ServerSideEncryptionConfiguration.map(
      ({ BucketKeyEnabled, ServerSideEncryptionByDefault: by }) => ({
        ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled }),
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: by.SSEAlgorithm,
          ...(by.KMSMasterKeyID !== undefined && { KMSMasterKeyID: by.KMSMasterKeyID }),
        },
      }),
    );
    await call('s3', 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules } });
  } else if (previous.BucketEncryption) await call('s3', 'DeleteBucketEncryption', { Bucket });
  if (desired.PublicAccessBlockConfiguration) {
    const PublicAccessBlockConfiguration = desired.PublicAccessBlockConfiguration;
    await call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration });
  } else if (previous.PublicAccessBlockConfiguration) await call('s3', 'DeletePublicAccessBlock', { Bucket });
  if (desired.OwnershipControls) {
    await call('s3', 'PutBucketOwnershipControls', { Bucket, OwnershipControls: desired.OwnershipControls });
  } else if (previous.OwnershipControls) await call('s3', 'DeleteBucketOwnershipControls', { Bucket });
}

async function ensureRecords(
  Bucket: string,
  previous: BucketProperties,
  desired: BucketProperties,
  { call }: ResourceContext,
): Promise<void> {
  if (desired.LoggingConfiguration || previous.LoggingConfiguration) {
    const { DestinationBucketName, LogFilePrefix } = desired.LoggingConfiguration ?? {};
    const LoggingEnabled = DestinationBucketName && {
      TargetBucket: DestinationBucketName,
      TargetPrefix: LogFilePrefix,
    };
    await call('s3', 'PutBucketLogging', {
      Bucket,
      BucketLoggingStatus: LoggingEnabled ? { LoggingEnabled } : {},
    });
  }
  if (desired.Tags?.length)
    await call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: desired.Tags } });
  else if (previous.Tags?.length) await call('s3', 'DeleteBucketTagging', { Bucket });
}

type Rule = NonNullable<BucketProperties['LifecycleConfiguration']>['Rules'][number];

function lifecycleRule(rule: Rule): LifecycleRule {
  const { ExpirationInDays, ExpiredObjectDeleteMarker } = rule;
  const hasExpiration = ExpirationInDays !== undefined || ExpiredObjectDeleteMarker !== undefined;
  return {
    ...(rule.Id !== undefined && { ID: rule.Id }),
    Status: rule.Status,
    Filter: { Prefix: rule.Prefix },
    ...(hasExpiration && {
      Expiration: {
        ...(ExpirationInDays !== undefined && { Days: ExpirationInDays }),
        ...(ExpiredObjectDeleteMarker !== undefined && { ExpiredObjectDeleteMarker }),
      },
    }),
    ...(rule.NoncurrentVersionExpiration && {
      NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
    }),
    ...(rule.AbortIncompleteMultipartUpload && {
      AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
    }),
  };
}
