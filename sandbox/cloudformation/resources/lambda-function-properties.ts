import type {
  DeadLetterConfig,
  EphemeralStorage,
  LoggingConfig,
  TracingConfig,
  VpcConfig,
} from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { count, sdkShape, tagList } from '../property-schemas.ts';

/** What the sandbox takes of `AWS::Lambda::Function`; the service refuses what it cannot run. */
export const FunctionProperties = z.strictObject({
  FunctionName: z.string().optional(),
  Role: z.string(),
  Code: z.strictObject({
    S3Bucket: z.string().optional(),
    S3Key: z.string().optional(),
    S3ObjectVersion: z.string().optional(),
    /** Source text, not an archive. */
    ZipFile: z.string().optional(),
  }),
  Handler: z.string().optional(),
  Runtime: z.string().optional(),
  Architectures: z.array(z.enum(['arm64', 'x86_64'])).optional(),
  Description: z.string().optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).optional() }).optional(),
  KmsKeyArn: z.string().optional(),
  MemorySize: count.optional(),
  Timeout: count.optional(),
  PackageType: z.literal('Zip').optional(),
  ReservedConcurrentExecutions: count.optional(),
  DeadLetterConfig: sdkShape<DeadLetterConfig>('TargetArn').optional(),
  EphemeralStorage: sdkShape<EphemeralStorage>('Size').optional(),
  Layers: z.array(z.string()).optional(),
  LoggingConfig: sdkShape<LoggingConfig>(
    'ApplicationLogLevel',
    'LogFormat',
    'LogGroup',
    'SystemLogLevel',
  ).optional(),
  TracingConfig: sdkShape<TracingConfig>('Mode').optional(),
  VpcConfig: sdkShape<VpcConfig>('Ipv6AllowedForDualStack', 'SecurityGroupIds', 'SubnetIds').optional(),
  Tags: tagList.optional(),
});
export type FunctionProperties = z.infer<typeof FunctionProperties>;
