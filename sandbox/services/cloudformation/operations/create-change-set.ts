import type {
  CreateChangeSetCommandInput,
  CreateChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import type { StackRecord } from '../../../cloudformation/stack-state.ts';
import { checkChange, refuseBootstrap, refuseUnready } from '../check-change.ts';
import { findStack, onStack, passRole, stackNameOf } from '../find-stack.ts';
import { planChanges } from '../plan-changes.ts';
import { resumeStacks } from '../resume-stacks.ts';
import { reviewStack } from '../review-stack.ts';
import { stackInput, type Wanted } from '../run-deployment.ts';
import { changeSetKey, changeSets } from '../store.ts';
import { templateOf } from '../template-source.ts';

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
    'ResourcesToImport',
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
    const name = stackNameOf(input.StackName ?? '');
    await resumeStacks(name, context);
    const found = findStack(name, context);
    refuseBootstrap(name, found, context);
    refuseType(input, found);
    const template = await templateOf(input, found, context);
    const stack = found ?? reviewStack(name, input.RoleARN, context);
    const { Parameters = [], Tags = [], RoleARN, ChangeSetName = '' } = input;
    const wanted: Wanted = { name, template, parameters: Parameters, tags: Tags, roleArn: RoleARN };
    const checked = await checkChange(
      stackInput(wanted, stack, context),
      { stack, ...importsOf(input) },
      context,
    );
    const id = `arn:aws:cloudformation:${context.region}:${context.accountId}:changeSet/${ChangeSetName}/${randomUUID()}`;
    changeSets(context.cloud).put(context, changeSetKey(stack, ChangeSetName), {
      id,
      name: ChangeSetName,
      stackId: stack.id,
      stackName: name,
      template,
      parameters: Parameters,
      tags: Tags,
      ...(RoleARN !== undefined && { roleArn: RoleARN }),
      changes: planChanges(stack.deployed?.template, template, checked.imports),
      imports: checked.imports,
      ...(checked.failure !== undefined && { failure: checked.failure }),
      isExecuted: false,
      createdAt: context.now.toISOString(),
    });
    return { Id: id, StackId: stack.id };
  },
});

function importsOf({
  ChangeSetType,
  ImportExistingResources,
  ResourcesToImport,
}: CreateChangeSetCommandInput) {
  return {
    adoptsExisting: ImportExistingResources === true,
    ...(ChangeSetType === 'IMPORT' && { toImport: ResourcesToImport ?? [] }),
  };
}

function refuseType(
  { ChangeSetType = 'UPDATE' }: CreateChangeSetCommandInput,
  stack: StackRecord | undefined,
): void {
  const isThere = stack !== undefined && stack.status !== 'REVIEW_IN_PROGRESS';
  if (ChangeSetType === 'CREATE' && isThere) {
    throw new AwsError(
      'ValidationError',
      `Stack [${stack.name}] already exists and cannot be created again with the changeSet`,
    );
  }
  if (ChangeSetType === 'UPDATE' && stack === undefined) {
    throw new AwsError('ValidationError', 'Stack does not exist; a change set of type UPDATE needs one');
  }
  if (isThere) refuseUnready(stack);
}
