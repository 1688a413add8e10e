import type {
  DeleteFunctionEventInvokeConfigCommandInput,
  DeleteFunctionEventInvokeConfigCommandOutput,
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput,
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { requireDestination } from '../failure-destination.ts';
import { refuseQualifier, requireFunction } from '../function-address.ts';
import { type FunctionRecord, lambdaStore } from '../store.ts';

export const putFunctionEventInvokeConfig = defineOperation<
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput
>({
  service: 'lambda',
  name: 'PutFunctionEventInvokeConfig',
  authorize: (input, context) => [
    functionRequest('PutFunctionEventInvokeConfig', input.FunctionName, context),
  ],
  handle: async (input, context) => {
    refuseQualifier(input.Qualifier);
    const { OnFailure, OnSuccess } = input.DestinationConfig ?? {};
    if (OnSuccess?.Destination) {
      throw new AwsError(
        'InvalidParameterValueException',
        'the sandbox does not offer destinations of successful invocations; leave OnSuccess out',
      );
    }
    const { scope, record } = requireFunction(context, input.FunctionName);
    const onFailure = OnFailure?.Destination;
    if (onFailure) await requireDestination(context, scope, { record, arn: onFailure });
    const eventInvoke = {
      ...(input.MaximumRetryAttempts !== undefined && { MaximumRetryAttempts: input.MaximumRetryAttempts }),
      ...(input.MaximumEventAgeInSeconds !== undefined && {
        MaximumEventAgeInSeconds: input.MaximumEventAgeInSeconds,
      }),
      ...(onFailure && { onFailure }),
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
  { lastModified, onFailure, ...config }: NonNullable<FunctionRecord['eventInvoke']>,
) {
  return {
    FunctionArn: `${arn}:$LATEST`,
    LastModified: new Date(lastModified),
    ...config,
    DestinationConfig: onFailure === undefined ? {} : { OnFailure: { Destination: onFailure } },
  };
}
