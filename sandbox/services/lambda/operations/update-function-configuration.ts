import { randomUUID } from 'node:crypto';
import type {
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest, passRoleRequest } from '../authorize-function.ts';
import { describeFunction } from '../describe-function.ts';
import { requireFunction } from '../function-address.ts';
import { functionSettings } from '../function-settings.ts';
import { lambdaStore } from '../store.ts';

export const updateFunctionConfiguration = defineOperation<
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput
>({
  service: 'lambda',
  name: 'UpdateFunctionConfiguration',
  authorize: (input, context) => [
    functionRequest('UpdateFunctionConfiguration', input.FunctionName, context),
    ...(input.Role === undefined ? [] : [passRoleRequest(input.Role, 'lambda.amazonaws.com')]),
  ],
  handle: (input, context) => {
    const { scope, record: before } = requireFunction(context, input.FunctionName);
    if (input.RevisionId !== undefined && input.RevisionId !== before.revisionId) {
      throw new AwsError(
        'PreconditionFailedException',
        'The Revision Id provided does not match the latest Revision Id.',
        { status: 412 },
      );
    }
    const record = {
      ...before,
      ...functionSettings(input, before),
      lastModified: context.now.toISOString().replace('Z', '+0000'),
      revisionId: randomUUID(),
    };
    lambdaStore(context.cloud).functions.put(scope, record.name, record);
    return describeFunction(record);
  },
});
