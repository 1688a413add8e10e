import type {
  CreateStackCommandInput,
  CreateStackCommandOutput,
  UpdateStackCommandInput,
  UpdateStackCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { StackRecord } from '../../../cloudformation/stack-state.ts';
import {
  checkChange,
  NO_CHANGES,
  refuseBootstrap,
  refuseRollbackWhilePaused,
  refuseUnready,
} from '../check-change.ts';
import { findStack, onStack, passRole, requireStack } from '../find-stack.ts';
import { resumeStacks } from '../resume-stacks.ts';
import { reviewStack } from '../review-stack.ts';
import { runDeployment, stackInput } from '../run-deployment.ts';
import { stackRecords } from '../store.ts';
import { templateOf } from '../template-source.ts';

/** What both calls understand. */
const MEMBERS = [
  'Capabilities',
  'ClientRequestToken',
  'DeploymentConfig',
  'DisableRollback',
  'Parameters',
  'RoleARN',
  'StackName',
  'Tags',
  'TemplateBody',
  'TemplateURL',
] as const;

export const createStack = defineOperation<CreateStackCommandInput, CreateStackCommandOutput>({
  service: 'cloudformation',
  name: 'CreateStack',
  members: [...MEMBERS, 'EnableTerminationProtection'],
  authorize: ({ StackName, RoleARN }, context) => [
    ...onStack('CreateStack', StackName, context),
    ...passRole(RoleARN),
  ],
  handle: async (input, context) => {
    const { StackName = '', RoleARN } = input;
    const found = findStack(StackName, context);
    refuseBootstrap(StackName, found, context);
    if (found !== undefined)
      throw new AwsError('AlreadyExistsException', `Stack [${StackName}] already exists`);
    const stack = reviewStack(StackName, RoleARN, context);
    try {
      await deploy(input, stack, context);
    } catch (error) {
      // Nothing was made: the name is free again.
      const { status } = requireStack(StackName, context);
      if (status === 'REVIEW_IN_PROGRESS') stackRecords(context.cloud).delete(context, StackName);
      throw error;
    }
    return { StackId: stack.id };
  },
});

export const updateStack = defineOperation<UpdateStackCommandInput, UpdateStackCommandOutput>({
  service: 'cloudformation',
  name: 'UpdateStack',
  members: [...MEMBERS, 'UsePreviousTemplate'],
  authorize: ({ StackName, RoleARN }, context) => [
    ...onStack('UpdateStack', StackName, context),
    ...passRole(RoleARN),
  ],
  handle: async (input, context) => {
    await resumeStacks(input.StackName, context);
    const stack = requireStack(input.StackName, context);
    refuseUnready(stack);
    refuseRollbackWhilePaused(stack, input.DisableRollback === true);
    await deploy(input, stack, context);
    return { StackId: stack.id };
  },
});

async function deploy(
  input: CreateStackCommandInput & UpdateStackCommandInput,
  stack: StackRecord,
  context: RequestContext,
): Promise<void> {
  const { Parameters = [], Tags = [], RoleARN, EnableTerminationProtection } = input;
  const template = await templateOf(input, stack, context);
  const wanted = { name: stack.name, template, parameters: Parameters, tags: Tags, roleArn: RoleARN };
  const checked = await checkChange(
    stackInput(wanted, stack, context),
    { stack, adoptsExisting: false },
    context,
  );
  if (checked.failure === NO_CHANGES) throw invalid('No updates are to be performed.');
  if (checked.failure !== undefined) throw invalid(checked.failure);
  const protection = EnableTerminationProtection === true && { terminationProtection: true };
  const how = { stackId: stack.id, keepsFailed: input.DisableRollback === true };
  await runDeployment({ ...stackInput(wanted, stack, context), ...protection }, how, context);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
