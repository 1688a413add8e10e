import type {
  CreateChangeSetCommandInput,
  CreateChangeSetCommandOutput,
  DeleteChangeSetCommandInput,
  DeleteChangeSetCommandOutput,
  DescribeChangeSetCommandInput,
  DescribeChangeSetCommandOutput,
  ExecuteChangeSetCommandInput,
  ExecuteChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { randomUUID } from 'node:crypto';
import { bootstrapRoleArn } from '../../../assembly/bootstrap-names.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { checkResources } from '../../../cloudformation/check-resources.ts';
import { describeFailure } from '../../../cloudformation/describe-failure.ts';
import { prepareStack } from '../../../cloudformation/prepare-stack.ts';
import { executionCaller } from '../../../cloudformation/execution-caller.ts';
import { standardProviders } from '../../../cloudformation/resources/providers.ts';
import { serviceCalls } from '../../../cloudformation/service-calls.ts';
import type { StackRecord } from '../../../cloudformation/stack-state.ts';
import { findStack, onStack, passRole, requireStack, stackNameOf } from '../find-stack.ts';
import { planChanges } from '../plan-changes.ts';
import { runDeployment, stackInput, type Wanted } from '../run-deployment.ts';
import { type ChangeSetRecord, changeSets, stackRecords } from '../store.ts';
import { templateOf } from '../template-source.ts';

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export const createChangeSet = defineOperation<CreateChangeSetCommandInput, CreateChangeSetCommandOutput>({
  service: 'cloudformation',
  name: 'CreateChangeSet',
  members: [
    'Capabilities',
    'ChangeSetName',
    'ChangeSetType',
    'ClientToken',
    'DeploymentConfig',
    'Description',
    'ImportExistingResources',
    'IncludeNestedStacks',
    'Parameters',
    'RoleARN',
    'StackName',
    'Tags',
    'TemplateBody',
    'TemplateURL',
    'UsePreviousTemplate',
  ],
  authorize: (input, context) => [
    ...onStack('CreateChangeSet', input.StackName, context),
    ...passRole(input.RoleARN),
  ],
  handle: async (input, context) => {
    if (input.ChangeSetType === 'IMPORT' || input.ImportExistingResources === true) {
      throw new AwsError('ValidationError', 'the sandbox does not import resources into stacks');
    }
    refuseWithoutRollback(input.DeploymentConfig?.DisableRollback);
    const name = stackNameOf(input.StackName ?? '');
    const found = findStack(name, context);
    const template = await templateOf(input, found, context);
    const stack = found ?? review(name, input.RoleARN, context);
    const { Parameters = [], Tags = [], RoleARN } = input;
    const wanted: Wanted = { name, template, parameters: Parameters, tags: Tags, roleArn: RoleARN };
    const failure = await whyNot(wanted, stack, context);
    const changeSetName = input.ChangeSetName ?? '';
    const id = `arn:aws:cloudformation:${context.region}:${context.accountId}:changeSet/${changeSetName}/${randomUUID()}`;
    changeSets(context.cloud).put(context, key(stack, changeSetName), {
      id,
      name: changeSetName,
      stackId: stack.id,
      stackName: name,
      template,
      parameters: Parameters,
      tags: Tags,
      ...(RoleARN !== undefined && { roleArn: RoleARN }),
      changes: planChanges(stack.deployed?.template, template),
      ...(failure !== undefined && { failure }),
      isExecuted: false,
      createdAt: context.now.toISOString(),
    });
    return { Id: id, StackId: stack.id };
  },
});

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
    refuseWithoutRollback(input.DisableRollback);
    if (set.failure !== undefined || set.isExecuted) {
      throw new AwsError(
        'InvalidChangeSetStatus',
        `ChangeSet [${set.id}] cannot be executed in its current status`,
      );
    }
    const stack = requireStack(set.stackName, context);
    const wanted = { ...set, name: set.stackName };
    await runDeployment(stackInput(wanted, stack, context), stack.id, context);
    changeSets(context.cloud).put(context, key(stack, set.name), { ...set, isExecuted: true });
    return {};
  },
});

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

function refuseWithoutRollback(isDisabled: boolean | undefined): void {
  if (isDisabled !== true) return;
  throw new AwsError(
    'ValidationError',
    'the sandbox always rolls back a failed stack; leave DisableRollback out',
  );
}

/** A stack that has a change set only: it is there, and holds nothing. */
function review(name: string, roleArn: string | undefined, context: RequestContext): StackRecord {
  const { accountId, region, cloud } = context;
  const now = context.now.toISOString();
  const record: StackRecord = {
    name,
    id: `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${randomUUID()}`,
    status: 'REVIEW_IN_PROGRESS',
    createdAt: now,
    updatedAt: now,
    terminationProtection: false,
    executionRoleArn: roleArn ?? bootstrapRoleArn('cfn-exec', context),
    constructPaths: {},
  };
  stackRecords(cloud).put(context, name, record);
  return record;
}

/** Why a change set cannot be executed: no changes, or a template that does not resolve. */
async function whyNot(
  wanted: Wanted,
  stack: StackRecord,
  context: RequestContext,
): Promise<string | undefined> {
  const input = stackInput(wanted, stack, context);
  try {
    const call = serviceCalls(context.cloud, executionCaller(input));
    const prepared = await prepareStack(input, stack.id, call);
    const [problem] = checkResources(prepared, standardProviders);
    if (problem) return `${problem.logicalId}: ${problem.reason}`;
    return stack.deployed?.hash === prepared.hash ? NO_CHANGES : undefined;
  } catch (error) {
    return describeFailure(error);
  }
}

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

function key(stack: StackRecord, changeSetName: string): string {
  return `${stack.name}/${changeSetName}`;
}
