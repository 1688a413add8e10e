import type {
  AlarmType,
  DeleteAlarmsCommandInput,
  DeleteAlarmsCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { alarmRequest } from '../alarm.ts';
import { type AlarmRecord, alarms } from '../alarm-store.ts';

const PAGE_MAX = 100;

export const describeAlarms = defineOperation<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput>({
  service: 'monitoring',
  name: 'DescribeAlarms',
  members: ['AlarmNamePrefix', 'AlarmNames', 'AlarmTypes', 'MaxRecords', 'NextToken', 'StateValue'],
  authorize: (_input, context) => [alarmRequest(context, 'DescribeAlarms', '*')],
  handle: (input, context) => {
    const types: readonly AlarmType[] = input.AlarmTypes ?? ['MetricAlarm'];
    const wantsState = input.StateValue === undefined || input.StateValue === 'INSUFFICIENT_DATA';
    const found = alarms(context.cloud)
      .list(context, input.AlarmNamePrefix ?? '')
      .filter(([name]) => input.AlarmNames === undefined || input.AlarmNames.includes(name))
      .filter(([, { kind }]) => wantsState && types.includes(typeOf(kind)));
    const size = Math.min(input.MaxRecords ?? PAGE_MAX, PAGE_MAX);
    const { items, next } = pageAfter(found, { token: input.NextToken, size });
    return {
      MetricAlarms: items.flatMap((alarm) =>
        alarm.kind === 'metric' ? [{ ...alarm.definition, ...stateOf(alarm) }] : [],
      ),
      CompositeAlarms: items.flatMap((alarm) =>
        alarm.kind === 'composite' ? [{ ...alarm.definition, ...stateOf(alarm) }] : [],
      ),
      ...(next !== undefined && { NextToken: next }),
    };
  },
});

const typeOf = (kind: AlarmRecord['kind']): AlarmType =>
  kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';

/** The sandbox does not watch metrics: it says so instead of telling that all is well. */
function stateOf({ arn, updatedAt }: AlarmRecord) {
  return {
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(updatedAt),
    StateValue: 'INSUFFICIENT_DATA' as const,
    StateReason: 'The sandbox keeps alarms and does not evaluate them.',
    StateUpdatedTimestamp: new Date(updatedAt),
  };
}

export const deleteAlarms = defineOperation<DeleteAlarmsCommandInput, DeleteAlarmsCommandOutput>({
  service: 'monitoring',
  name: 'DeleteAlarms',
  members: ['AlarmNames'],
  authorize: (input, context) =>
    (input.AlarmNames ?? []).map((name) => alarmRequest(context, 'DeleteAlarms', name)),
  handle: (input, context) => {
    const names = input.AlarmNames ?? [];
    const absent = names.filter((name) => !alarms(context.cloud).get(context, name));
    if (absent.length > 0)
      throw new AwsError('ResourceNotFound', `no alarm is named ${absent.join(', ')}`, { status: 404 });
    context.cloud.store.transaction(() => {
      for (const name of names) alarms(context.cloud).delete(context, name);
    });
    return {};
  },
});
