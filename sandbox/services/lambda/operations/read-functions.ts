import type {
  GetFunctionCommandInput,
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
  ListFunctionsCommandInput,
  ListFunctionsCommandOutput,
} from '@aws-sdk/client-lambda';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { describeFunction } from '../describe-function.ts';
import { refuseQualifier, requireFunction } from '../function-address.ts';
import { lambdaStore } from '../store.ts';

export const getFunction = defineOperation<GetFunctionCommandInput, GetFunctionCommandOutput>({
  service: 'lambda',
  name: 'GetFunction',
  authorize: (input, context) => [functionRequest('GetFunction', input.FunctionName, context)],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    const { record } = requireFunction(context, input.FunctionName);
    return {
      Configuration: describeFunction(record),
      Code: { RepositoryType: 'S3' },
      ...(Object.keys(record.tags).length > 0 && { Tags: { ...record.tags } }),
      ...(record.reservedConcurrency !== undefined && {
        Concurrency: { ReservedConcurrentExecutions: record.reservedConcurrency },
      }),
    };
  },
});

export const getFunctionConfiguration = defineOperation<
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput
>({
  service: 'lambda',
  name: 'GetFunctionConfiguration',
  authorize: (input, context) => [functionRequest('GetFunctionConfiguration', input.FunctionName, context)],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    return describeFunction(requireFunction(context, input.FunctionName).record);
  },
});

const PAGE_MAX = 50;

export const listFunctions = defineOperation<ListFunctionsCommandInput, ListFunctionsCommandOutput>({
  service: 'lambda',
  name: 'ListFunctions',
  authorize: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
  handle: (input, context) => {
    const limit = Math.min(Math.max(input.MaxItems ?? PAGE_MAX, 1), PAGE_MAX);
    const all = lambdaStore(context.cloud).functions.list(context);
    const page = all.filter(([name]) => name > (input.Marker ?? '')).slice(0, limit);
    const last = page.at(-1)?.[0];
    return {
      Functions: page.map(([, record]) => describeFunction(record)),
      ...(last !== undefined && last !== all.at(-1)?.[0] && { NextMarker: last }),
    };
  },
});
