import type { FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';
import type { FunctionRecord } from './store.ts';

/** A function as every operation shows it. */
export function describeFunction(record: FunctionRecord): FunctionConfiguration {
  return {
    FunctionName: record.name,
    FunctionArn: record.arn,
    // Checked when it was written.
    Runtime: record.runtime as Runtime,
    Role: record.role,
    Handler: record.handler,
    CodeSize: record.codeSize,
    CodeSha256: record.codeSha256,
    Description: record.description,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMb,
    LastModified: record.lastModified,
    Version: '$LATEST',
    ...(Object.keys(record.environment).length > 0 && {
      Environment: { Variables: { ...record.environment } },
    }),
    ...(record.kmsKeyArn !== undefined && { KMSKeyArn: record.kmsKeyArn }),
    TracingConfig: { Mode: record.tracing },
    RevisionId: record.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [...record.architectures],
    EphemeralStorage: { Size: record.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${record.name}`, ...record.logging },
  };
}
