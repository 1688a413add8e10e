import type {
  DeleteStackCommandInput,
  DeleteStackCommandOutput,
  UpdateTerminationProtectionCommandInput,
  UpdateTerminationProtectionCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { deleteStack as deleteDeployed } from '../../../cloudformation/delete-stack.ts';
import { findStack, onStack, passRole, requireStack } from '../find-stack.ts';
import { keepEvents, withinReach } from '../run-deployment.ts';
import { resumeStacks } from '../resume-stacks.ts';
import { forgetStack, stackRecords } from '../store.ts';

export const deleteStack = defineOperation<DeleteStackCommandInput, DeleteStackCommandOutput>({
  service: 'cloudformation',
  name: 'DeleteStack',
  members: ['ClientRequestToken', 'DeploymentConfig', 'RoleARN', 'StackName'],
  authorize: ({ StackName, RoleARN }, context) => [
    ...onStack('DeleteStack', StackName, context),
    ...passRole(RoleARN),
  ],
  handle: async ({ StackName = '' }, context) => {
    await resumeStacks(StackName, context);
    const record = findStack(StackName, context);
    if (record === undefined || record.status === 'DELETE_COMPLETE') return {};
    if (record.terminationProtection) {
      throw new AwsError(
        'ValidationError',
        `Stack [${record.name}] cannot be deleted while TerminationProtection is enabled`,
      );
    }
    const { accountId: account, region, cloud } = context;
    const { name } = record;
    const onEvent = keepEvents(record.id, context);
    const work = deleteDeployed(cloud, { name, account, region }, { onEvent }).then(() =>
      forgetStack(record, context),
    );
    await withinReach(work);
    return {};
  },
});

export const updateTerminationProtection = defineOperation<
  UpdateTerminationProtectionCommandInput,
  UpdateTerminationProtectionCommandOutput
>({
  service: 'cloudformation',
  name: 'UpdateTerminationProtection',
  members: ['EnableTerminationProtection', 'StackName'],
  authorize: ({ StackName }, context) => onStack('UpdateTerminationProtection', StackName, context),
  handle: ({ StackName, EnableTerminationProtection = false }, context) => {
    const record = requireStack(StackName, context);
    const changed = { ...record, terminationProtection: EnableTerminationProtection };
    stackRecords(context.cloud).put(context, record.name, changed);
    return { StackId: record.id };
  },
});
