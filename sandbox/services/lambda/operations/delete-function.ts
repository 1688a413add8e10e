import { rm } from 'node:fs/promises';
import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { functionDirectory } from '../code/install-code.ts';
import { refuseQualifier, requireFunction } from '../function-address.ts';
import { lambdaStore } from '../store.ts';

export const deleteFunction = defineOperation<DeleteFunctionCommandInput, DeleteFunctionCommandOutput>({
  service: 'lambda',
  name: 'DeleteFunction',
  authorize: (input, context) => [functionRequest('DeleteFunction', input.FunctionName, context)],
  handle: async (input, context) => {
    refuseQualifier(input.Qualifier);
    const { scope, record } = requireFunction(context, input.FunctionName);
    lambdaStore(context.cloud).functions.delete(scope, record.name);
    const directory = functionDirectory(context.cloud, scope, record.name);
    await rm(directory, { recursive: true, force: true });
    return { StatusCode: 204 };
  },
});
