import type {
  ContinueUpdateRollbackCommandInput,
  ContinueUpdateRollbackCommandOutput,
  RollbackStackCommandInput,
  RollbackStackCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { RollBackOptions } from '../../../cloudformation/roll-back.ts';
import { rollBackStack } from '../../../cloudformation/roll-back-stack.ts';
import type { StackStatus } from '../../../cloudformation/stack-event.ts';
import { type StackRecord, stackState } from '../../../cloudformation/stack-state.ts';
import { onStack, passRole, requireStack } from '../find-stack.ts';
import { resumeStacks } from '../resume-stacks.ts';
import { keepEvents, withinReach } from '../run-deployment.ts';

export const rollbackStack = defineOperation<RollbackStackCommandInput, RollbackStackCommandOutput>({
  service: 'cloudformation',
  name: 'RollbackStack',
  members: ['ClientRequestToken', 'RetainExceptOnCreate', 'RoleARN', 'StackName'],
  authorize: ({ StackName, RoleARN }, context) => [
    ...onStack('RollbackStack', StackName, context),
    ...passRole(RoleARN),
  ],
  handle: async ({ StackName, RetainExceptOnCreate = false }, context) => {
    await resumeStacks(StackName, context);
    const record = requireStack(StackName, context);
    refuseUnless(['CREATE_FAILED', 'UPDATE_FAILED'], record);
    await rollBack(record, { deletesNew: RetainExceptOnCreate }, context);
    return { StackId: record.id };
  },
});

export const continueUpdateRollback = defineOperation<
  ContinueUpdateRollbackCommandInput,
  ContinueUpdateRollbackCommandOutput
>({
  service: 'cloudformation',
  name: 'ContinueUpdateRollback',
  members: ['ClientRequestToken', 'ResourcesToSkip', 'RoleARN', 'StackName'],
  authorize: ({ StackName, RoleARN }, context) => [
    ...onStack('ContinueUpdateRollback', StackName, context),
    ...passRole(RoleARN),
  ],
  handle: async ({ StackName, ResourcesToSkip: skipped = [] }, context) => {
    await resumeStacks(StackName, context);
    const record = requireStack(StackName, context);
    refuseUnless(['UPDATE_ROLLBACK_FAILED'], record);
    const state = stackState(context.cloud, context, record.name);
    const stray = skipped.find((logicalId) => state.resource(logicalId)?.before === undefined);
    if (stray !== undefined) throw invalid(`${stray} is not a resource that is to be rolled back`);
    await rollBack(record, { skipped }, context);
    return {};
  },
});

async function rollBack(
  { id, name }: StackRecord,
  options: RollBackOptions,
  context: RequestContext,
): Promise<void> {
  const { cloud, accountId: account, region } = context;
  const onEvent = keepEvents(id, context);
  await withinReach(rollBackStack(cloud, { name, account, region }, { ...options, onEvent }));
}

function refuseUnless(statuses: readonly StackStatus[], { id, status }: StackRecord): void {
  if (statuses.includes(status)) return;
  throw invalid(`Stack:${id} is in ${status} state and can not be rolled back.`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
