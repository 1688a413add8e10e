import type {
  DeleteFunctionConcurrencyCommandInput,
  DeleteFunctionConcurrencyCommandOutput,
  GetFunctionConcurrencyCommandInput,
  GetFunctionConcurrencyCommandOutput,
  PutFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandOutput,
} from '@aws-sdk/client-lambda';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { requireFunction } from '../function-address.ts';
import { lambdaStore } from '../store.ts';

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
