import type { CreateScheduleCommandInput, UpdateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { isJson } from '../../cloud/is-json.ts';
import type { Scope } from '../../cloud/store.ts';
import { targetKind } from '../events/deliver-to-target.ts';
import { isQueueArn } from '../sqs/send-dead-letter.ts';
import { parseExpression } from './schedule-expression.ts';
import { scheduleArn, type ScheduleRecord } from './store.ts';

const NAME = /^[\w.-]{1,64}$/;
const TARGET_MEMBERS = [
  'Arn',
  'DeadLetterConfig',
  'EventBridgeParameters',
  'Input',
  'RetryPolicy',
  'RoleArn',
];

/** The schedule that a call describes, without its times; what would be ignored is refused. */
export function scheduleFromInput(
  input: CreateScheduleCommandInput | UpdateScheduleCommandInput,
  scope: Scope,
): Omit<ScheduleRecord, 'createdAt' | 'modifiedAt'> {
  const name = requireName(input.Name, 'schedule');
  const group = requireName(input.GroupName ?? 'default', 'schedule group');
  const expression = input.ScheduleExpression ?? '';
  const timezone = input.ScheduleExpressionTimezone ?? 'UTC';
  parseExpression(expression, timezone);
  const window = input.FlexibleTimeWindow;
  if (!window?.Mode) invalid('FlexibleTimeWindow with its Mode is required.');
  return {
    name,
    group,
    arn: scheduleArn(scope, group, name),
    expression,
    timezone,
    ...(input.StartDate !== undefined && { startDate: new Date(input.StartDate).toISOString() }),
    ...(input.EndDate !== undefined && { endDate: new Date(input.EndDate).toISOString() }),
    state: input.State ?? 'ENABLED',
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyArn !== undefined && { kmsKeyArn: input.KmsKeyArn }),
    flexibleTimeWindow: window,
    actionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
    target: checkedTarget(input.Target, scope),
  };
}

export function requireName(name: string | undefined, what: string): string {
  if (name !== undefined && NAME.test(name)) return name;
  return invalid(`${JSON.stringify(name)} is not a name for a ${what} (1 to 64 letters, digits, . - _)`);
}

function checkedTarget(target: CreateScheduleCommandInput['Target'], scope: Scope): ScheduleRecord['target'] {
  const { Arn, RoleArn, Input } = target ?? {};
  const kind = targetKind(Arn ?? '');
  if (Arn === undefined || kind === undefined) {
    invalid(`the sandbox cannot call the target ${Arn}: it knows state machines, functions and event buses`);
  }
  for (const [member, value] of Object.entries(target ?? {})) {
    if (value !== undefined && !TARGET_MEMBERS.includes(member)) {
      invalid(`the sandbox does not offer ${member} of a schedule's target`);
    }
  }
  if (RoleArn === undefined || parseArn(RoleArn)?.accountId !== scope.accountId) {
    invalid(`the role ${RoleArn} is not one of account ${scope.accountId}`);
  }
  if (target?.DeadLetterConfig && !isQueueArn(target.DeadLetterConfig.Arn)) {
    invalid(`${target.DeadLetterConfig.Arn} is not the ARN of a queue for dead letters`);
  }
  const { DetailType, Source } = target?.EventBridgeParameters ?? {};
  if (kind === 'bus' && !(DetailType && Source)) invalid('a target bus needs EventBridgeParameters.');
  if (kind !== 'function' && Input !== undefined && !isJson(Input)) invalid('Input is not JSON.');
  return { ...target, Arn, RoleArn };
}

function invalid(message: string): never {
  throw new AwsError('ValidationException', message);
}
