import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import { asyncInvocations } from './async-invocations.ts';
import { pruneCode } from './code/prune-code.ts';
import {
  deleteFunctionConcurrency,
  getFunctionConcurrency,
  putFunctionConcurrency,
} from './operations/concurrency.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteFunction } from './operations/delete-function.ts';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  putFunctionEventInvokeConfig,
} from './operations/event-invoke-config.ts';
import { invoke } from './operations/invoke.ts';
import { addPermission, getPolicy, removePermission } from './operations/permissions.ts';
import { getFunction, getFunctionConfiguration, listFunctions } from './operations/read-functions.ts';
import { listTags, tagResource, untagResource } from './operations/tags.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { workerPool } from './runtime/worker-pool.ts';

/** AWS Lambda: the real bundles in worker threads, under the function's own role. */
export function createLambdaService(cloud: Cloud): Service {
  return {
    name: 'lambda',
    operations: {
      CreateFunction: createFunction,
      UpdateFunctionCode: updateFunctionCode,
      UpdateFunctionConfiguration: updateFunctionConfiguration,
      GetFunction: getFunction,
      GetFunctionConfiguration: getFunctionConfiguration,
      ListFunctions: listFunctions,
      DeleteFunction: deleteFunction,
      Invoke: invoke,
      AddPermission: addPermission,
      RemovePermission: removePermission,
      GetPolicy: getPolicy,
      PutFunctionConcurrency: putFunctionConcurrency,
      GetFunctionConcurrency: getFunctionConcurrency,
      DeleteFunctionConcurrency: deleteFunctionConcurrency,
      PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
      GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
      DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
      ListTags: listTags,
      TagResource: tagResource,
      UntagResource: untagResource,
    },
    start: async () => {
      await pruneCode(cloud);
      asyncInvocations(cloud).wake();
    },
    idle: () => asyncInvocations(cloud).idle(),
    stop: async () => {
      await workerPool(cloud).stop();
      await asyncInvocations(cloud).stop();
    },
  };
}
