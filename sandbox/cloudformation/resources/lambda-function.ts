import type { FunctionCode, Runtime, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { picked, tagsIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges, tagRecord } from '../tag-changes.ts';
import { FunctionProperties } from './lambda-function-properties.ts';

const EPOCH = new Date(1980, 0, 1);

export const lambdaFunction = defineProvider<FunctionProperties>({
  type: 'AWS::Lambda::Function',
  properties: FunctionProperties,
  createOnly: ['FunctionName', 'PackageType'],
  identifiers: ['FunctionName'],
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const FunctionName = nameOf(properties, context);
    const { Role, PackageType, Architectures, Tags } = properties;
    await context.call('lambda', 'CreateFunction', {
      ...configuration(properties),
      FunctionName,
      Role,
      Code: codeOf(properties),
      ...(PackageType && { PackageType }),
      ...(Architectures && { Architectures }),
      ...(Tags && { Tags: tagRecord(Tags) }),
    });
    await ensureConcurrency(FunctionName, undefined, properties, context);
    return { physicalId: FunctionName };
  },
  read: async (FunctionName, { call }) => {
    const found = await unlessAbsent(call('lambda', 'GetFunctionConfiguration', { FunctionName }));
    return found && { Arn: found.FunctionArn };
  },
  // The code is a hash there, and a place here: it is not compared.
  describe: async (FunctionName, { call }) => {
    const found = await unlessAbsent(call('lambda', 'GetFunction', { FunctionName }));
    const settings = found?.Configuration;
    if (settings === undefined) return undefined;
    return {
      ...picked(
        settings,
        'Role',
        'Handler',
        'Runtime',
        'Architectures',
        'Description',
        'MemorySize',
        'Timeout',
      ),
      ...picked(settings, 'DeadLetterConfig', 'EphemeralStorage', 'LoggingConfig', 'TracingConfig'),
      Environment: settings.Environment,
      KmsKeyArn: settings.KMSKeyArn,
      ReservedConcurrentExecutions: found?.Concurrency?.ReservedConcurrentExecutions,
      Tags: tagsIn(found?.Tags),
    };
  },
  update: async (FunctionName, { previous, desired }, context) => {
    const { Architectures } = desired;
    await context.call('lambda', 'UpdateFunctionConfiguration', {
      ...resets(previous),
      ...configuration(desired),
      FunctionName,
    });
    await context.call('lambda', 'UpdateFunctionCode', {
      FunctionName,
      ...codeOf(desired),
      ...(Architectures && { Architectures }),
    });
    await ensureConcurrency(FunctionName, previous, desired, context);
    await ensureTags(FunctionName, previous, desired, context);
    return undefined;
  },
  delete: async (FunctionName, { call }) => {
    await unlessAbsent(call('lambda', 'DeleteFunction', { FunctionName }));
  },
});

function nameOf({ FunctionName }: FunctionProperties, context: ResourceContext): string {
  return FunctionName ?? generatedName(context);
}

function configuration(
  properties: FunctionProperties,
): Omit<UpdateFunctionConfigurationRequest, 'FunctionName'> {
  const { Role, Handler, Runtime, KmsKeyArn, Environment } = properties;
  const { Description, MemorySize, Timeout, DeadLetterConfig, EphemeralStorage, Layers } = properties;
  const { LoggingConfig, TracingConfig, VpcConfig } = properties;
  return {
    Role,
    ...(Handler !== undefined && { Handler }),
    // The service refuses a runtime that it cannot run.
    ...(Runtime !== undefined && { Runtime: Runtime as Runtime }),
    ...(Description !== undefined && { Description }),
    ...(MemorySize !== undefined && { MemorySize }),
    ...(Timeout !== undefined && { Timeout }),
    ...(KmsKeyArn !== undefined && { KMSKeyArn: KmsKeyArn }),
    ...(Environment && { Environment: { Variables: Environment.Variables ?? {} } }),
    ...(DeadLetterConfig && { DeadLetterConfig }),
    ...(EphemeralStorage && { EphemeralStorage }),
    ...(Layers && { Layers }),
    ...(LoggingConfig && { LoggingConfig }),
    ...(TracingConfig && { TracingConfig }),
    ...(VpcConfig && { VpcConfig }),
  };
}

/** An update leaves what it does not name: what was set before goes back to its default. */
function resets(previous: FunctionProperties): Omit<UpdateFunctionConfigurationRequest, 'FunctionName'> {
  return {
    ...(previous.Description !== undefined && { Description: '' }),
    ...(previous.MemorySize !== undefined && { MemorySize: 128 }),
    ...(previous.Timeout !== undefined && { Timeout: 3 }),
    ...(previous.KmsKeyArn !== undefined && { KMSKeyArn: '' }),
    ...(previous.Environment && { Environment: { Variables: {} } }),
    ...(previous.EphemeralStorage && { EphemeralStorage: { Size: 512 } }),
    ...(previous.TracingConfig && { TracingConfig: { Mode: 'PassThrough' } }),
    ...(previous.LoggingConfig && { LoggingConfig: { LogFormat: 'Text' } }),
  };
}

function codeOf({ Code, Runtime }: FunctionProperties): FunctionCode {
  const { ZipFile, S3Bucket, S3Key, S3ObjectVersion } = Code;
  if (ZipFile === undefined) {
    return {
      ...(S3Bucket !== undefined && { S3Bucket }),
      ...(S3Key !== undefined && { S3Key }),
      ...(S3ObjectVersion !== undefined && { S3ObjectVersion }),
    };
  }
  if (Runtime?.startsWith('nodejs')) {
    return { ZipFile: zipSync({ 'index.js': [strToU8(ZipFile), { mtime: EPOCH }] }) };
  }
  throw new AwsError(
    'InvalidParameterValueException',
    `the sandbox runs inline code of Node.js only, not ${Runtime}`,
  );
}

async function ensureConcurrency(
  FunctionName: string,
  previous: FunctionProperties | undefined,
  desired: FunctionProperties,
  { call }: ResourceContext,
): Promise<void> {
  const { ReservedConcurrentExecutions } = desired;
  if (ReservedConcurrentExecutions !== undefined) {
    await call('lambda', 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
  } else if (previous?.ReservedConcurrentExecutions !== undefined) {
    await call('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  }
}

async function ensureTags(
  FunctionName: string,
  previous: FunctionProperties,
  desired: FunctionProperties,
  { call, accountId, region }: ResourceContext,
): Promise<void> {
  const Resource = `arn:aws:lambda:${region}:${accountId}:function:${FunctionName}`;
  const tags = tagChanges(previous.Tags, desired.Tags);
  if (tags.set.length > 0) await call('lambda', 'TagResource', { Resource, Tags: tagRecord(tags.set) });
  if (tags.removed.length > 0) await call('lambda', 'UntagResource', { Resource, TagKeys: tags.removed });
}
