import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
  DeleteFunctionEventInvokeConfigCommandInput,
  DeleteFunctionEventInvokeConfigCommandOutput,
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput,
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput,
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput,
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { refuseQualifier, requireFunction } from '../function-address.ts';
import { type FunctionRecord, lambdaStore } from '../store.ts';

export const putFunctionConcurrency = defineOperation<
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput
>({
  service: 'lambda',
  name: 'PutFunctionConcurrency',
  authorize: (input, context) => [functionRequest('PutFunctionConcurrency', input.FunctionName, context)],
  handle: (input, context) => {
    const { scope, record } = requireFunction(context, input.FunctionName);
    const reservedConcurrency = input.ReservedConcurrentExecutions ?? 0;
    lambdaStore(context.cloud).functions.put(scope, record.name, { ...record, reservedConcurrency });
    return { ReservedConcurrentExecutions: reservedConcurrency };
  },
});

export const getFunctionConcurrency = defineOperation<
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput
>({
  service: 'lambda',
  name: 'GetFunctionConcurrency',
  authorize: (input, context) => [functionRequest('GetFunctionConcurrency', input.FunctionName, context)],
  handle: (input, context) => {
    const { reservedConcurrency } = requireFunction(context, input.FunctionName).record;
    return {
      ...(reservedConcurrency !== undefined && { ReservedConcurrentExecutions: reservedConcurrency }),
    };
  },
});

export const deleteFunctionConcurrency = defineOperation<
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput
>({
  service: 'lambda',
  name: 'DeleteFunctionConcurrency',
  authorize: (input, context) => [functionRequest('DeleteFunctionConcurrency', input.FunctionName, context)],
  handle: (input, context) => {
    const { scope, record } = requireFunction(context, input.FunctionName);
    const { reservedConcurrency: _, ...rest } = record;
    lambdaStore(context.cloud).functions.put(scope, record.name, rest);
    return {};
  },
});

export const putFunctionEventInvokeConfig = defineOperation<
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput
>({
  service: 'lambda',
  name: 'PutFunctionEventInvokeConfig',
  authorize: (input, context) => [
    functionRequest('PutFunctionEventInvokeConfig', input.FunctionName, context),
  ],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    const { OnFailure, OnSuccess } = input.DestinationConfig ?? {};
    if (OnFailure?.Destination ?? OnSuccess?.Destination) {
      throw new AwsError(
        'InvalidParameterValueException',
        'the sandbox does not offer destinations of asynchronous invocations; leave DestinationConfig out',
      );
    }
    const { scope, record } = requireFunction(context, input.FunctionName);
    const eventInvoke = {
      ...(input.MaximumRetryAttempts !== undefined && { MaximumRetryAttempts: input.MaximumRetryAttempts }),
      ...(input.MaximumEventAgeInSeconds !== undefined && {
        MaximumEventAgeInSeconds: input.MaximumEventAgeInSeconds,
      }),
      lastModified: context.now.toISOString(),
    };
    lambdaStore(context.cloud).functions.put(scope, record.name, { ...record, eventInvoke });
    return describeEventInvoke(record.arn, eventInvoke);
  },
});

export const getFunctionEventInvokeConfig = defineOperation<
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput
>({
  service: 'lambda',
  name: 'GetFunctionEventInvokeConfig',
  authorize: (input, context) => [
    functionRequest('GetFunctionEventInvokeConfig', input.FunctionName, context),
  ],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    const { arn, eventInvoke } = requireFunction(context, input.FunctionName).record;
    if (eventInvoke) return describeEventInvoke(arn, eventInvoke);
    throw new AwsError('ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`, {
      status: 404,
    });
  },
});

export const deleteFunctionEventInvokeConfig = defineOperation<
  DeleteFunctionEventInvokeConfigCommandInput,
  DeleteFunctionEventInvokeConfigCommandOutput
>({
  service: 'lambda',
  name: 'DeleteFunctionEventInvokeConfig',
  authorize: (input, context) => [
    functionRequest('DeleteFunctionEventInvokeConfig', input.FunctionName, context),
  ],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    const { scope, record } = requireFunction(context, input.FunctionName);
    const { eventInvoke: _, ...rest } = record;
    lambdaStore(context.cloud).functions.put(scope, record.name, rest);
    return {};
  },
});

function describeEventInvoke(
  arn: string,
  { lastModified, ...config }: NonNullable<FunctionRecord['eventInvoke']>,
) {
  return {
    FunctionArn: `${arn}:$LATEST`,
    LastModified: new Date(lastModified),
    ...config,
    DestinationConfig: {},
  };
}
