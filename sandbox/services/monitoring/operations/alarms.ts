import type {
  AlarmType,
  DeleteAlarmsCommandInput,
  DeleteAlarmsCommandOutput,
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { alarmRequest } from '../alarm.ts';
import { type AlarmRecord, alarms, type AlarmStateRecord, alarmStates } from '../alarm-store.ts';
import { refreshAlarm } from '../refresh-alarms.ts';

const PAGE_MAX = 100;

export const describeAlarms = defineOperation<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput>({
  service: 'monitoring',
  name: 'DescribeAlarms',
  members: ['AlarmNamePrefix', 'AlarmNames', 'AlarmTypes', 'MaxRecords', 'NextToken', 'StateValue'],
  authorize: (_input, context) => [alarmRequest(context, 'DescribeAlarms', '*')],
  handle: async (input, context) => {
    const types: readonly AlarmType[] = input.AlarmTypes ?? ['MetricAlarm'];
    const named = candidates(input, context).filter(([, { kind }]) => types.includes(typeOf(kind)));
    const found: (readonly [string, Shown])[] = [];
    for (const [name, alarm] of named) {
      const state = await refreshAlarm(context.cloud, context, { name, alarm });
      if (input.StateValue === undefined || input.StateValue === state.value)
        found.push([name, { alarm, state }]);
    }
    const size = Math.min(input.MaxRecords ?? PAGE_MAX, PAGE_MAX);
    const { items, next } = pageAfter(found, { token: input.NextToken, size });
    return {
      MetricAlarms: items.flatMap(({ alarm, state }) =>
        alarm.kind === 'metric' ? [{ ...alarm.definition, ...shown(alarm, state) }] : [],
      ),
      CompositeAlarms: items.flatMap(({ alarm, state }) =>
        alarm.kind === 'composite' ? [{ ...alarm.definition, ...shown(alarm, state) }] : [],
      ),
      ...(next !== undefined && { NextToken: next }),
    };
  },
});

/** By name, without a look at the account's other alarms where names are given. */
function candidates(
  { AlarmNames, AlarmNamePrefix = '' }: DescribeAlarmsCommandInput,
  context: RequestContext,
): readonly (readonly [name: string, alarm: AlarmRecord])[] {
  const all = alarms(context.cloud);
  if (AlarmNames === undefined) return all.list(context, AlarmNamePrefix);
  return [...new Set(AlarmNames)]
    .filter((name) => name.startsWith(AlarmNamePrefix))
    .toSorted()
    .flatMap((name) => {
      const alarm = all.get(context, name);
      return alarm === undefined ? [] : [[name, alarm] as const];
    });
}

type Shown = { readonly alarm: AlarmRecord; readonly state: AlarmStateRecord };

const typeOf = (kind: AlarmRecord['kind']): AlarmType =>
  kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';

function shown({ arn, updatedAt }: AlarmRecord, { value, reason, at }: AlarmStateRecord) {
  return {
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(updatedAt),
    StateValue: value,
    StateReason: reason,
    StateUpdatedTimestamp: new Date(at),
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
      for (const name of names) {
        alarms(context.cloud).delete(context, name);
        alarmStates(context.cloud).delete(context, name);
      }
    });
    return {};
  },
});
