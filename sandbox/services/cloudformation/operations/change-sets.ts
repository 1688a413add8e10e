import type {
  DeleteChangeSetCommandInput,
  DeleteChangeSetCommandOutput,
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  ExecuteChangeSetCommandInput,
  ExecuteChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { StackRecord } from '../../../cloudformation/stack-state.ts';
import { refuseRollbackWhilePaused } from '../check-change.ts';
import { onStack, requireStack, stackNameOf } from '../find-stack.ts';
import { resumeStacks } from '../resume-stacks.ts';
import { runDeployment, stackInput } from '../run-deployment.ts';
import { changeSetKey, type ChangeSetRecord, changeSets } from '../store.ts';

export const describeChangeSet = defineOperation<
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput
>({
  service: 'cloudformation',
  name: 'DescribeChangeSet',
  members: ['ChangeSetName', 'IncludePropertyValues', 'NextToken', 'StackName'],
  authorize: ({ StackName }, context) => onStack('DescribeChangeSet', StackName, context),
  handle: (input, context) => {
    const set = requireChangeSet(input, context);
    return {
      ChangeSetName: set.name,
      ChangeSetId: set.id,
      StackId: set.stackId,
      StackName: set.stackName,
      CreationTime: new Date(set.createdAt),
      Parameters: [...set.parameters],
      Tags: [...set.tags],
      Capabilities: [],
      NotificationARNs: [],
      IncludeNestedStacks: false,
      Changes: [...set.changes],
      ...(set.failure === undefined
        ? { Status: 'CREATE_COMPLETE', ExecutionStatus: set.isExecuted ? 'EXECUTE_COMPLETE' : 'AVAILABLE' }
        : { Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason: set.failure }),
    };
  },
});

export const executeChangeSet = defineOperation<ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput>({
  service: 'cloudformation',
  name: 'ExecuteChangeSet',
  members: ['ChangeSetName', 'ClientRequestToken', 'DisableRollback', 'StackName'],
  authorize: ({ StackName }, context) => onStack('ExecuteChangeSet', StackName, context),
  handle: async (input, context) => {
    const set = requireChangeSet(input, context);
    if (set.failure !== undefined || set.isExecuted) {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${set.id}] cannot be executed in its current status`,
      );
    }
    await resumeStacks(set.stackName, context);
    const stack = requireStack(set.stackName, context);
    const keepsFailed = input.DisableRollback === true;
    refuseRollbackWhilePaused(stack, keepsFailed);
    consume(set, stack, context);
    const { imports } = set;
    const wanted = { ...stackInput({ ...set, name: set.stackName }, stack, context), imports };
    await runDeployment(wanted, { stackId: stack.id, keepsFailed }, context);
    return {};
  },
});

/** A change set is executed once; what others were made from is no longer there. */
function consume(set: ChangeSetRecord, stack: StackRecord, context: RequestContext): void {
  const sets = changeSets(context.cloud);
  context.cloud.store.transaction(() => {
    for (const [key] of sets.list(context, changeSetKey(stack, ''))) sets.delete(context, key);
    sets.put(context, changeSetKey(stack, set.name), { ...set, isExecuted: true });
  });
}

export const deleteChangeSet = defineOperation<DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput>({
  service: 'cloudformation',
  name: 'DeleteChangeSet',
  members: ['ChangeSetName', 'StackName'],
  authorize: ({ StackName }, context) => onStack('DeleteChangeSet', StackName, context),
  handle: (input, context) => {
    const set = findChangeSet(input, context);
    if (set) changeSets(context.cloud).delete(context, `${set.stackName}/${set.name}`);
    return {};
  },
});

type Address = { readonly StackName?: string | undefined; readonly ChangeSetName?: string | undefined };

function requireChangeSet(address: Address, context: RequestContext): ChangeSetRecord {
  const set = findChangeSet(address, context);
  if (set) return set;
  throw new AwsError('ChangeSetNotFound', `ChangeSet [${address.ChangeSetName}] does not exist`, {
    status: 404,
  });
}

function findChangeSet(address: Address, context: RequestContext): ChangeSetRecord | undefined {
  const { StackName, ChangeSetName = '' } = address;
  const sets = changeSets(context.cloud);
  if (!ChangeSetName.startsWith('arn:'))
    return sets.get(context, `${stackNameOf(StackName ?? '')}/${ChangeSetName}`);
  return sets.list(context).find(([, { id }]) => id === ChangeSetName)?.[1];
}
