import type {
  PutCompositeAlarmCommandInput,
  PutCompositeAlarmCommandOutput,
  PutMetricAlarmCommandInput,
  PutMetricAlarmCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { alarmArn, alarmRequest } from '../alarm.ts';
import { parseAlarmRule } from '../alarm-rule.ts';
import { checkSeries } from '../alarm-series.ts';
import { type AlarmRecord, alarms } from '../alarm-store.ts';

const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanThreshold',
];
const MISSING_DATA = ['breaching', 'notBreaching', 'ignore', 'missing'];

export const putMetricAlarm = defineOperation<PutMetricAlarmCommandInput, PutMetricAlarmCommandOutput>({
  service: 'monitoring',
  name: 'PutMetricAlarm',
  members: [
    'ActionsEnabled',
    'AlarmActions',
    'AlarmDescription',
    'AlarmName',
    'ComparisonOperator',
    'DatapointsToAlarm',
    'Dimensions',
    'EvaluateLowSampleCountPercentile',
    'EvaluationPeriods',
    'ExtendedStatistic',
    'InsufficientDataActions',
    'MetricName',
    'Metrics',
    'Namespace',
    'OKActions',
    'Period',
    'Statistic',
    'Tags',
    'Threshold',
    'TreatMissingData',
    'Unit',
  ],
  authorize: (input, context) =>
    andTag(alarmRequest(context, 'PutMetricAlarm', input.AlarmName), 'cloudwatch:TagResource', input.Tags),
  handle: (input, context) => {
    requireMetricAlarm(input);
    const { Tags, ...definition } = input;
    putAlarm(context, input.AlarmName, { kind: 'metric', definition }, Tags);
    return {};
  },
});

function requireMetricAlarm(input: PutMetricAlarmCommandInput): void {
  const problem = metricProblem(input);
  if (problem !== undefined) throw new AwsError('ValidationError', problem);
  checkSeries(input);
}

function metricProblem(input: PutMetricAlarmCommandInput): string | undefined {
  const { MetricName, Metrics, ComparisonOperator, TreatMissingData } = input;
  const statistics = [input.Statistic, input.ExtendedStatistic].filter((one) => one !== undefined);
  if ((MetricName === undefined) === (Metrics === undefined))
    return 'an alarm has MetricName or Metrics, and one of them only';
  if (MetricName !== undefined && (input.Namespace === undefined || input.Period === undefined))
    return 'an alarm on a metric needs its Namespace and a Period';
  if (MetricName !== undefined && statistics.length !== 1) return 'an alarm on a metric has one statistic';
  if (!COMPARISONS.includes(ComparisonOperator ?? ''))
    return `the sandbox does not support the comparison ${ComparisonOperator}`;
  if (input.Threshold === undefined) return 'an alarm needs a Threshold';
  if (!((input.EvaluationPeriods ?? 0) >= 1)) return 'an alarm needs at least one evaluation period';
  if ((input.DatapointsToAlarm ?? 1) > (input.EvaluationPeriods ?? 0))
    return 'DatapointsToAlarm is at most EvaluationPeriods';
  if (TreatMissingData !== undefined && !MISSING_DATA.includes(TreatMissingData))
    return `TreatMissingData is ${MISSING_DATA.join(', ')}, not ${TreatMissingData}`;
  return undefined;
}

export const putCompositeAlarm = defineOperation<
  PutCompositeAlarmCommandInput,
  PutCompositeAlarmCommandOutput
>({
  service: 'monitoring',
  name: 'PutCompositeAlarm',
  members: [
    'ActionsEnabled',
    'AlarmActions',
    'AlarmDescription',
    'AlarmName',
    'AlarmRule',
    'InsufficientDataActions',
    'OKActions',
    'Tags',
  ],
  authorize: (input, context) =>
    andTag(alarmRequest(context, 'PutCompositeAlarm', input.AlarmName), 'cloudwatch:TagResource', input.Tags),
  handle: (input, context) => {
    requireRule(input, context);
    const { Tags, ...definition } = input;
    putAlarm(context, input.AlarmName, { kind: 'composite', definition }, Tags);
    return {};
  },
});

function requireRule({ AlarmName, AlarmRule }: PutCompositeAlarmCommandInput, context: RequestContext): void {
  if (!AlarmRule) throw new AwsError('ValidationError', 'a composite alarm needs an AlarmRule');
  const known = alarms(context.cloud);
  const absent = parseAlarmRule(AlarmRule).alarms.filter(
    (name) => name !== AlarmName && !known.get(context, name),
  );
  if (absent.length === 0) return;
  throw new AwsError(
    'ValidationError',
    `Could not save the composite alarm as alarms [${absent.join(', ')}] in the alarm rule do not exist`,
  );
}

type Definition =
  | Pick<Extract<AlarmRecord, { kind: 'metric' }>, 'kind' | 'definition'>
  | Pick<Extract<AlarmRecord, { kind: 'composite' }>, 'kind' | 'definition'>;

/** Tags count when an alarm is made; later ones go through `TagResource`. */
function putAlarm(
  context: RequestContext,
  name: string | undefined,
  definition: Definition,
  tags: AlarmRecord['tags'] | undefined,
): void {
  if (!name) throw new AwsError('ValidationError', 'an alarm needs a name');
  const existing = alarms(context.cloud).get(context, name);
  if (existing && existing.kind !== definition.kind)
    throw new AwsError('ValidationError', `${name} is the name of an alarm of another kind`);
  alarms(context.cloud).put(context, name, {
    ...definition,
    arn: alarmArn(context, name),
    updatedAt: context.now.toISOString(),
    tags: existing?.tags ?? tags ?? [],
  });
}
