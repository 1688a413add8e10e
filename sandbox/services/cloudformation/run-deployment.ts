import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { constructPaths } from '../../assembly/construct-paths.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import { deployStack } from '../../cloudformation/deploy-stack.ts';
import type { OnEvent } from '../../cloudformation/stack-event.ts';
import type { StackInput } from '../../cloudformation/stack-input.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';
import type { Template } from '../../../core/cloudformation/template.ts';
import { keptEvents, stackRecords } from './store.ts';

/**
 * A client polls every five seconds: a call that answers when the work is done spares it the first wait.
 * Longer work goes on after the answer.
 */
const ANSWER_WITHIN_MS = 20_000;
/** Events kept per stack. */
const EVENTS_MAX = 1000;

export type Wanted = {
  readonly name: string;
  readonly template: Template;
  readonly parameters: readonly Parameter[];
  readonly tags: readonly Tag[];
  readonly roleArn?: string | undefined;
};

export function stackInput(
  wanted: Wanted,
  stack: StackRecord | undefined,
  context: RequestContext,
): StackInput {
  const previous = stack?.deployed?.parameters ?? {};
  const parameters = wanted.parameters.flatMap(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => {
    const value = UsePreviousValue === true ? previous[ParameterKey] : ParameterValue;
    return value === undefined ? [] : [[ParameterKey, value] as const];
  });
  return {
    name: wanted.name,
    account: context.accountId,
    region: context.region,
    template: wanted.template,
    parameters: Object.fromEntries(parameters),
    tags: Object.fromEntries(wanted.tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    constructPaths: constructPaths(wanted.template, {}),
    ...(wanted.roleArn !== undefined && { executionRoleArn: wanted.roleArn }),
  };
}

type How = {
  readonly stackId: string;
  /** What `--no-rollback` asks for. */
  readonly keepsFailed: boolean;
};

/** Deploys, and answers when that is done or takes long. */
export async function runDeployment(input: StackInput, how: How, context: RequestContext): Promise<void> {
  await withinReach(deployOrRefuse(input, how, context));
}

/** A failure that has touched the stack is told by its events; one before anything was done, only here. */
async function deployOrRefuse(
  input: StackInput,
  { stackId, keepsFailed }: How,
  context: RequestContext,
): Promise<void> {
  const { cloud } = context;
  const result = await deployStack(cloud, input, { onEvent: keepEvents(stackId, context), keepsFailed });
  const status = stackRecords(cloud).get(context, input.name)?.status ?? '';
  if (result.status !== 'failed' || /ROLLBACK|_FAILED/.test(status)) return;
  throw new AwsError('ValidationError', result.failures.map(({ reason }) => reason).join('; '));
}

export async function withinReach(work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const wait = sleep(ANSWER_WITHIN_MS, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    await Promise.race([work, wait]);
  } finally {
    timer.abort();
  }
}

/** Keeps the events of one operation, with the newest of the operations before. */
export function keepEvents(stackId: string, context: RequestContext): OnEvent {
  const events = keptEvents(context.cloud);
  const earlier = events.list(context, `${stackId}/`);
  for (const [key] of earlier.slice(0, Math.max(0, earlier.length - EVENTS_MAX))) events.delete(context, key);
  const newest = earlier.at(-1);
  let next = Number(newest?.[0].slice(stackId.length + 1) ?? 0) + 1;
  let latestMs = Date.parse(newest?.[1].at ?? '') || 0;
  return ({ at, ...event }) => {
    const key = `${stackId}/${String(next).padStart(12, '0')}`;
    next += 1;
    // Clients sort by time: two events of one millisecond would change places.
    latestMs = Math.max(at.getTime(), latestMs + 1);
    events.put(context, key, { ...event, id: randomUUID(), at: new Date(latestMs).toISOString() });
  };
}
