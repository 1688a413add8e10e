import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import type { AlarmRecord, AlarmStateRecord } from './alarm-store.ts';

export type Change = {
  readonly name: string;
  readonly alarm: AlarmRecord;
  readonly from: AlarmStateRecord;
  readonly to: AlarmStateRecord;
};

/**
 * Tells the topics of an alarm that its state has changed, as CloudWatch; answers which did not take it, and why.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export async function act(cloud: Cloud, scope: Scope, change: Change): Promise<readonly string[]> {
  const { definition, arn } = change.alarm;
  if (definition.ActionsEnabled === false) return [];
  const topics = {
    ALARM: definition.AlarmActions,
    OK: definition.OKActions,
    INSUFFICIENT_DATA: definition.InsufficientDataActions,
  }[change.to.value];
  const caller: Caller = {
    principal: { kind: 'service', service: 'cloudwatch.amazonaws.com' },
    ...scope,
    sourceArn: arn,
  };
  const failures: string[] = [];
  for (const TopicArn of topics ?? []) {
    const reason = await publish(cloud, caller, { TopicArn, ...message(scope, change) });
    if (reason !== undefined) failures.push(`${TopicArn}: ${reason}`);
  }
  return failures;
}

async function publish(cloud: Cloud, caller: Caller, input: object): Promise<string | undefined> {
  try {
    await cloud.dispatch(caller, 'sns', 'Publish', input);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

const SUBJECT_MAX = 100;

function message({ accountId, region }: Scope, { name, alarm, from, to }: Change) {
  return {
    Subject: `${to.value}: "${name}" in ${region}`.slice(0, SUBJECT_MAX),
    Message: JSON.stringify({
      AlarmName: name,
      AlarmDescription: alarm.definition.AlarmDescription ?? null,
      AWSAccountId: accountId,
      NewStateValue: to.value,
      NewStateReason: to.reason,
      StateChangeTime: to.at,
      Region: region,
      AlarmArn: alarm.arn,
      OldStateValue: from.value,
    }),
  };
}
