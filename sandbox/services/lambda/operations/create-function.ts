import { randomUUID } from 'node:crypto';
import type { CreateFunctionCommandInput, CreateFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { andTag } from '../../../cloud/and-tag.ts';
import { parseArn } from '../../../cloud/arn.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { serviceRoleCaller } from '../../../cloud/service-role.ts';
import { functionRequest, passRoleRequest } from '../authorize-function.ts';
import { fetchCode } from '../code/fetch-code.ts';
import { installCode } from '../code/install-code.ts';
import { describeFunction } from '../describe-function.ts';
import { functionAddress } from '../function-address.ts';
import { functionSettings } from '../function-settings.ts';
import { type FunctionRecord, lambdaStore } from '../store.ts';

export const createFunction = defineOperation<CreateFunctionCommandInput, CreateFunctionCommandOutput>({
  service: 'lambda',
  name: 'CreateFunction',
  authorize: (input, context) => [
    ...andTag(
      functionRequest('CreateFunction', input.FunctionName, context),
      'lambda:TagResource',
      input.Tags,
    ),
    passRoleRequest(input.Role ?? '', 'lambda.amazonaws.com'),
  ],
  handle: async (input, context) => {
    const { cloud, now } = context;
    const { scope, name, arn } = functionAddress(context, input.FunctionName);
    if (scope.accountId !== context.accountId || scope.region !== context.region) {
      throw new AwsError('InvalidParameterValueException', `${arn} is not of this account and region`);
    }
    const { functions } = lambdaStore(cloud);
    const refuseExisting = (): void => {
      if (!functions.get(scope, name)) return;
      throw new AwsError('ResourceConflictException', `Function already exist: ${name}`, { status: 409 });
    };
    refuseExisting();
    const settings = functionSettings({ ...input, Role: input.Role ?? '' }, undefined);
    if (parseArn(settings.role)?.accountId !== scope.accountId) {
      throw new AwsError('InvalidParameterValueException', 'Cross-account pass role is not allowed.');
    }
    await serviceRoleCaller(cloud, {
      service: 'lambda.amazonaws.com',
      roleArn: settings.role,
      sessionName: name,
      region: scope.region,
      sourceArn: arn,
    }).catch((error: unknown) => {
      if (!(error instanceof AwsError)) throw error;
      throw new AwsError(
        'InvalidParameterValueException',
        `The role defined for the function cannot be assumed by Lambda. ${error.message}`,
      );
    });
    const code = await installCode(cloud, scope, name, await fetchCode(input.Code ?? {}, context));
    refuseExisting();
    const record: FunctionRecord = {
      name,
      arn,
      ...settings,
      ...code,
      lastModified: now.toISOString().replace('Z', '+0000'),
      revisionId: randomUUID(),
      tags: input.Tags ?? {},
    };
    functions.put(scope, name, record);
    return describeFunction(record);
  },
});
