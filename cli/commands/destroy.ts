import type { CloudFormationClient, StackEvent } from '@aws-sdk/client-cloudformation';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PlannedChange, planChange } from '../../core/cloudformation/planned-change.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { bootstrapRoleArn } from '../../core/naming/bootstrap-role.ts';
import { deployedTemplate } from '../deploy/deployed-template.ts';
import type { DeployTarget } from '../deploy/deploy-target.ts';
import { cloudFormation, type LiveStack } from '../deploy/live-stacks.ts';
import { mapBounded } from '../deploy/map-bounded.ts';

/** What deleting a stack does with its resources. */
export type StackRemoval = {
  readonly stack: LiveStack;
  readonly resources: number;
  /** Resources that hold data and go with it. */
  readonly goes: readonly PlannedChange[];
  /** Resources that stay behind by their deletion policy. */
  readonly stays: readonly PlannedChange[];
};

const TEMPLATES_CONCURRENCY_MAX = 4;
const POLL_MILLISECONDS = { aws: 3_000, sandbox: 100 };
/** A stack whose functions do not answer takes CloudFormation an hour for each of them. */
const WAIT_MILLISECONDS_MAX = 2 * 3_600_000;

/** What would go and stay, by the templates that are deployed. Changes nothing. */
export async function planRemoval(
  target: DeployTarget,
  stacks: readonly LiveStack[],
): Promise<readonly StackRemoval[]> {
  return await mapBounded(stacks, TEMPLATES_CONCURRENCY_MAX, async (stack) => {
    const resources = Object.entries((await deployedTemplate(target, stack))?.Resources ?? {});
    const changes = resources.map(([logicalId, before]) =>
      planChange({ logicalId, before, replaces: 'never', changed: [] }),
    );
    return {
      stack,
      resources: resources.length,
      goes: changes.filter(({ data }) => data?.fate === 'lost'),
      stays: changes.filter(({ act }) => act === 'leave'),
    };
  });
}

/** Deletes stacks one after the other, in the order given. */
export async function destroy(
  target: DeployTarget,
  stacks: readonly LiveStack[],
  onDeleted: (stack: LiveStack, milliseconds: number) => void,
): Promise<void> {
  for (const [at, stack] of stacks.entries()) {
    const startedAt = performance.now();
    await deleteStack(target, stack, `${at} of ${stacks.length} stacks are gone`);
    onDeleted(stack, Math.round(performance.now() - startedAt));
  }
}

async function deleteStack(target: DeployTarget, stack: LiveStack, done: string): Promise<void> {
  const { DeleteStackCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await cloudFormation(target, stack);
  await client.send(
    new DeleteStackCommand({ StackName: stack.id, RoleARN: bootstrapRoleArn('cfn-exec', stack) }),
  );
  const status = await untilDeleted(target, client, stack);
  if (status === 'DELETE_COMPLETE') return;
  throw new MeshError(`${stack.name}: ${await failureOf(client, stack, status)}`, {
    code: 'DestroyFailed',
    hint: `${done}; what failed is still there: mend the cause and run the command again`,
  });
}

async function untilDeleted(
  target: DeployTarget,
  client: CloudFormationClient,
  { id }: LiveStack,
): Promise<string> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const until = Date.now() + WAIT_MILLISECONDS_MAX;
  while (Date.now() < until) {
    // By its id a stack is found for 90 days after it is gone.
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: id }));
    const status = found?.StackStatus ?? '';
    if (status.endsWith('_COMPLETE') || status.endsWith('_FAILED')) return status;
    await sleep(POLL_MILLISECONDS[target.endpoint === undefined ? 'aws' : 'sandbox']);
  }
  return 'DELETE_IN_PROGRESS';
}

async function failureOf(client: CloudFormationClient, { id }: LiveStack, status: string): Promise<string> {
  const { DescribeStackEventsCommand } = await import('@aws-sdk/client-cloudformation');
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: id }));
  const reasons = StackEvents.filter(isFailed).map(
    ({ ResourceType, LogicalResourceId, ResourceStatusReason }) =>
      `${ResourceType} ${LogicalResourceId}: ${ResourceStatusReason}`,
  );
  return [...new Set(reasons)].join('\n') || `the stack is ${status}`;
}

function isFailed({ ResourceStatus, PhysicalResourceId, StackId }: StackEvent): boolean {
  return ResourceStatus === 'DELETE_FAILED' && PhysicalResourceId !== StackId;
}
