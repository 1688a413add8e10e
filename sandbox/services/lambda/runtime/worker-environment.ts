import type { SessionCredentials } from '../../../cloud/service-role.ts';
import type { FunctionRecord } from '../store.ts';

export type WorkerEnvironmentOptions = {
  readonly record: FunctionRecord;
  readonly region: string;
  readonly codeDirectory: string;
  readonly logStream: string;
  readonly endpoint: string;
  readonly credentials: SessionCredentials;
};

/** All that a function's `process.env` holds: nothing of the sandbox's own process. */
export function workerEnvironment(options: WorkerEnvironmentOptions): Record<string, string> {
  const { record, region, credentials, endpoint } = options;
  return {
    ...record.environment,
    // Undocumented, but what a bundle may look at.
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LAMBDA_TASK_ROOT: options.codeDirectory,
    _HANDLER: record.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(endpoint !== '' && { AWS_ENDPOINT_URL: endpoint }),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    // The operator's own AWS configuration must not reach a function.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_LAMBDA_FUNCTION_NAME: record.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(record.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: record.logging.LogGroup ?? `/aws/lambda/${record.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    // There is no X-Ray daemon to send to.
    POWERTOOLS_TRACE_ENABLED: 'false',
  };
}
