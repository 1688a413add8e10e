import type { StartExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { serviceRoleCaller } from '../../cloud/service-role.ts';
import type { Scope } from '../../cloud/store.ts';
import { type TargetKind, targetKind } from '../events/deliver-to-target.ts';
import { type Firing, groupArn } from './store.ts';

export type FireOptions = {
  readonly scope: Scope;
  readonly firing: Firing;
  /** The same for all attempts of one firing, so that an execution starts once. */
  readonly id: string;
  readonly attempt: number;
};

export type Fired = {
  readonly targetArn: string;
  /** Only for state machines. */
  readonly executionArn?: string;
};

/** Calls the target of a schedule as the schedule's role. */
export async function fire(cloud: Cloud, options: FireOptions): Promise<Fired> {
  const { scope, firing } = options;
  const { target } = firing.schedule;
  const caller = await scheduleCaller(cloud, scope, firing);
  const input = filled(target.Input ?? '{}', options);
  const executionArn = await callTarget(cloud, caller, { ...options, kind: targetKind(target.Arn), input });
  return { targetArn: target.Arn, ...(executionArn !== undefined && { executionArn }) };
}

/** The role of a schedule; it trusts the service for the schedule's group. */
export async function scheduleCaller(cloud: Cloud, scope: Scope, firing: Firing): Promise<Caller> {
  const { target, group, name } = firing.schedule;
  return await serviceRoleCaller(cloud, {
    service: 'scheduler.amazonaws.com',
    roleArn: target.RoleArn,
    sessionName: name,
    region: scope.region,
    sourceArn: groupArn(scope, group),
  });
}

type TargetCall = FireOptions & { readonly kind: TargetKind | undefined; readonly input: string };

async function callTarget(cloud: Cloud, caller: Caller, call: TargetCall): Promise<string | undefined> {
  const { target } = call.firing.schedule;
  switch (call.kind) {
    case 'stateMachine':
      return await startExecution(cloud, caller, target.Arn, call);
    case 'function':
      await cloud.dispatch(caller, 'lambda', 'Invoke', {
        FunctionName: target.Arn,
        InvocationType: 'Event',
        Payload: Buffer.from(call.input),
      });
      return undefined;
    case 'bus': {
      const { DetailType, Source } = target.EventBridgeParameters ?? {};
      const entry = { EventBusName: target.Arn, DetailType, Source, Detail: call.input };
      await cloud.dispatch(caller, 'events', 'PutEvents', { Entries: [entry] });
      return undefined;
    }
    case undefined:
      throw new AwsError('ValidationException', `the sandbox cannot call the target ${target.Arn}`);
  }
}

async function startExecution(
  cloud: Cloud,
  caller: Caller,
  stateMachineArn: string,
  { id, input }: TargetCall,
): Promise<string | undefined> {
  try {
    const started = await cloud.dispatch(caller, 'states', 'StartExecution', {
      stateMachineArn,
      name: id,
      input,
    });
    // The operation's output, by the SDK's own shape.
    return (started as StartExecutionCommandOutput).executionArn;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ExecutionAlreadyExists') return undefined;
    throw error;
  }
}

/**
 * The input with its context attributes.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function filled(
  template: string,
  { firing, id, attempt }: Pick<FireOptions, 'firing' | 'id' | 'attempt'>,
): string {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': firing.schedule.arn,
    'scheduled-time': firing.scheduledAt.replace(/\.\d{3}Z$/, 'Z'),
    'execution-id': id,
    'attempt-number': String(attempt),
  };
  return template.replaceAll(/<aws\.scheduler\.([a-z-]+)>/g, (all, name: string) => values[name] ?? all);
}
