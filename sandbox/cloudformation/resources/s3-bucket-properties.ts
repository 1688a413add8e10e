import { z } from 'zod';
import { count, flag, tagList } from '../property-schemas.ts';

const Encryption = z.strictObject({
  ServerSideEncryptionConfiguration: z.array(
    z.strictObject({
      BucketKeyEnabled: flag.optional(),
      ServerSideEncryptionByDefault: z.strictObject({
        SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
        KMSMasterKeyID: z.string().optional(),
      }),
    }),
  ),
});

const LifecycleRule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().default(''),
  ExpirationInDays: count.optional(),
  ExpiredObjectDeleteMarker: flag.optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: count, NewerNoncurrentVersions: count.optional() })
    .optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: count }).optional(),
});

/** What the sandbox takes of `AWS::S3::Bucket`. */
export const BucketProperties = z.strictObject({
  BucketName: z.string().optional(),
  BucketEncryption: Encryption.optional(),
  LifecycleConfiguration: z.strictObject({ Rules: z.array(LifecycleRule) }).optional(),
  LoggingConfiguration: z
    .strictObject({ DestinationBucketName: z.string(), LogFilePrefix: z.string().default('') })
    .optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: flag.default(true) }).optional(),
    })
    .optional(),
  OwnershipControls: z
    .strictObject({
      Rules: z.array(
        z.strictObject({
          ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']),
        }),
      ),
    })
    .optional(),
  PublicAccessBlockConfiguration: z
    .strictObject({
      BlockPublicAcls: flag.optional(),
      BlockPublicPolicy: flag.optional(),
      IgnorePublicAcls: flag.optional(),
      RestrictPublicBuckets: flag.optional(),
    })
    .optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  Tags: tagList.optional(),
});
export type BucketProperties = z.infer<typeof BucketProperties>;
