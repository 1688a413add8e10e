import type {
  CreateFunctionCommandInput,
  UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { FunctionRecord } from './store.ts';

type Input = Omit<CreateFunctionCommandInput, 'Code' | 'Role'> & UpdateFunctionConfigurationCommandInput;
type Settings = Pick<
  FunctionRecord,
  | 'runtime'
  | 'role'
  | 'handler'
  | 'description'
  | 'timeoutSeconds'
  | 'memoryMb'
  | 'environment'
  | 'kmsKeyArn'
  | 'architectures'
  | 'ephemeralStorageMb'
  | 'tracing'
  | 'logging'
>;

/** AWS's limit on the environment of a function. */
const ENVIRONMENT_BYTES_MAX = 4096;
/** Names that Lambda sets itself, and refuses. */
const RESERVED =
  /^(?:AWS_(?:REGION|DEFAULT_REGION|ACCESS_KEY(?:_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN|EXECUTION_ENV|LAMBDA_.*)|_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_(?:TASK_ROOT|RUNTIME_DIR))$/;

/** Settings of a function: what the call says, over what it was before or AWS's defaults. */
export function functionSettings(input: Input, before: FunctionRecord | undefined): Settings {
  refuseUnsupported(input);
  const kmsKeyArn = input.KMSKeyArn ?? before?.kmsKeyArn;
  const settings: Settings = {
    runtime: input.Runtime ?? before?.runtime ?? '',
    role: input.Role ?? before?.role ?? '',
    handler: input.Handler ?? before?.handler ?? '',
    description: input.Description ?? before?.description ?? '',
    timeoutSeconds: input.Timeout ?? before?.timeoutSeconds ?? 3,
    memoryMb: input.MemorySize ?? before?.memoryMb ?? 128,
    environment: input.Environment ? (input.Environment.Variables ?? {}) : (before?.environment ?? {}),
    ...(kmsKeyArn !== undefined && kmsKeyArn !== '' && { kmsKeyArn }),
    architectures: input.Architectures ?? before?.architectures ?? ['x86_64'],
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? before?.ephemeralStorageMb ?? 512,
    tracing: input.TracingConfig?.Mode ?? before?.tracing ?? 'PassThrough',
    logging: input.LoggingConfig ?? before?.logging ?? {},
  };
  check(settings, parseArn(before?.arn ?? '')?.accountId);
  return settings;
}

function check(settings: Settings, account: string | undefined): void {
  const { runtime, role, handler, timeoutSeconds, memoryMb, environment } = settings;
  if (!/^nodejs\d+\.x$/.test(runtime))
    refuse(`the sandbox runs Node.js functions only, not ${runtime || 'images'}`);
  if (!/^arn:aws:iam::\d{12}:role\/.+$/.test(role)) refuse(`Role is not the ARN of a role: ${role}`);
  if (account && parseArn(role)?.accountId !== account) refuse('Cross-account pass role is not allowed.');
  if (!/^[^\s]+\.[^\s.]+$/.test(handler)) refuse(`Handler is not of the form file.export: ${handler}`);
  if (timeoutSeconds < 1 || timeoutSeconds > 900)
    refuse(`Timeout must be 1 to 900 seconds: ${timeoutSeconds}`);
  if (memoryMb < 128 || memoryMb > 10_240) refuse(`MemorySize must be 128 to 10240 MB: ${memoryMb}`);
  for (const name of Object.keys(environment)) {
    if (RESERVED.test(name)) refuse(`the environment variable ${name} is reserved for Lambda`);
  }
  if (Buffer.byteLength(JSON.stringify(environment)) > ENVIRONMENT_BYTES_MAX) {
    refuse('the environment variables exceed 4 KB');
  }
}

function refuseUnsupported(input: Input): void {
  const { VpcConfig: vpc, Layers: layers, FileSystemConfigs: files } = input;
  if (vpc?.SubnetIds?.length || vpc?.SecurityGroupIds?.length) unsupported('VpcConfig');
  if (layers?.length) unsupported('Layers');
  if (files?.length) unsupported('FileSystemConfigs');
  if (input.DeadLetterConfig?.TargetArn) unsupported('DeadLetterConfig');
  if (input.ImageConfig) unsupported('ImageConfig');
  if (input.PackageType === 'Image') unsupported('PackageType Image');
  if (input.SnapStart?.ApplyOn && input.SnapStart.ApplyOn !== 'None') unsupported('SnapStart');
  if (input.CodeSigningConfigArn) unsupported('CodeSigningConfigArn');
  if (input.Publish) unsupported('Publish (versions of functions)');
}

function unsupported(what: string): never {
  refuse(
    `the sandbox does not offer ${what} of functions; leave it out or add it in sandbox/services/lambda/`,
  );
}

function refuse(why: string): never {
  throw new AwsError('InvalidParameterValueException', why);
}
