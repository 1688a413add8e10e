import { randomUUID } from 'node:crypto';
import type { UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { fetchCode } from '../code/fetch-code.ts';
import { installCode } from '../code/install-code.ts';
import { describeFunction } from '../describe-function.ts';
import { requireFunction } from '../function-address.ts';
import { lambdaStore } from '../store.ts';

export const updateFunctionCode = defineOperation<
  UpdateFunctionCodeCommandInput,
  UpdateFunctionCodeCommandOutput
>({
  service: 'lambda',
  name: 'UpdateFunctionCode',
  authorize: (input, context) => [functionRequest('UpdateFunctionCode', input.FunctionName, context)],
  handle: async (input, context) => {
    const { scope, record: before } = requireFunction(context, input.FunctionName);
    if (input.Publish || input.DryRun) {
      throw new AwsError(
        'InvalidParameterValueException',
        'the sandbox does not offer Publish and DryRun of UpdateFunctionCode',
      );
    }
    const archive = await fetchCode(input, context);
    const code = await installCode(context.cloud, scope, before.name, archive);
    const record = {
      // Read again: the configuration may have changed while the bundle was read.
      ...requireFunction(context, before.arn).record,
      ...code,
      ...(input.Architectures && { architectures: input.Architectures }),
      lastModified: context.now.toISOString().replace('Z', '+0000'),
      revisionId: randomUUID(),
    };
    lambdaStore(context.cloud).functions.put(scope, record.name, record);
    return describeFunction(record);
  },
});
