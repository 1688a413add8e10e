import type {
  ComparisonOperator,
  Dimension,
  MetricDataQuery,
  PutMetricAlarmInput,
  StandardUnit,
  Statistic,
} from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, flag, sdkShape, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: flag.optional(),
  AlarmActions: z.array(z.string()).optional(),
  OKActions: z.array(z.string()).optional(),
  InsufficientDataActions: z.array(z.string()).optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(sdkShape<Dimension>('Name', 'Value')).optional(),
  Metrics: z
    .array(
      sdkShape<MetricDataQuery>(
        'AccountId',
        'Expression',
        'Id',
        'Label',
        'MetricStat',
        'Period',
        'ReturnData',
      ),
    )
    .optional(),
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Unit: z.string().optional(),
  Period: count.optional(),
  EvaluationPeriods: count.optional(),
  DatapointsToAlarm: count.optional(),
  Threshold: count.optional(),
  ThresholdMetricId: z.string().optional(),
  ComparisonOperator: z.string().optional(),
  TreatMissingData: z.string().optional(),
  EvaluateLowSampleCountPercentile: z.string().optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

/** What an alarm says of itself by the same names; tags are asked for apart. */
const COMPARED = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'InsufficientDataActions',
  'MetricName',
  'Metrics',
  'Namespace',
  'OKActions',
  'Period',
  'Statistic',
  'Threshold',
  'TreatMissingData',
  'Unit',
] as const;

export const cloudwatchAlarm = defineProvider<Properties>({
  type: 'AWS::CloudWatch::Alarm',
  properties: Properties,
  createOnly: ['AlarmName'],
  identifiers: ['AlarmName'],
  tags: 'list',
  createsAgain: true,
  identify: nameOf,
  create: async (properties, context) => {
    const AlarmName = nameOf(properties, context);
    await context.call('monitoring', 'PutMetricAlarm', alarm(AlarmName, properties));
    return { physicalId: AlarmName };
  },
  read: async (AlarmName, { call }) => {
    const found = await call('monitoring', 'DescribeAlarms', {
      AlarmNames: [AlarmName],
      AlarmTypes: ['MetricAlarm'],
    });
    const [first] = found.MetricAlarms ?? [];
    return first && { Arn: first.AlarmArn };
  },
  describe: async (AlarmName, { call }) => {
    const wanted = { AlarmNames: [AlarmName], AlarmTypes: ['MetricAlarm' as const] };
    const [alarm] = (await call('monitoring', 'DescribeAlarms', wanted)).MetricAlarms ?? [];
    if (alarm === undefined) return undefined;
    const { Tags } = await call('monitoring', 'ListTagsForResource', { ResourceARN: alarm.AlarmArn });
    return { ...picked(alarm, ...COMPARED), Tags };
  },
  // A put sets the whole alarm; its tags it takes only when it makes one.
  update: async (AlarmName, { previous, desired }, { call, accountId, region }) => {
    const { Tags: _tags, ...wanted } = alarm(AlarmName, desired);
    await call('monitoring', 'PutMetricAlarm', wanted);
    const ResourceARN = `arn:aws:cloudwatch:${region}:${accountId}:alarm:${AlarmName}`;
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0) await call('monitoring', 'TagResource', { ResourceARN, Tags: tags.set });
    if (tags.removed.length > 0)
      await call('monitoring', 'UntagResource', { ResourceARN, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (AlarmName, { call }) => {
    await unlessAbsent(call('monitoring', 'DeleteAlarms', { AlarmNames: [AlarmName] }));
  },
});

function nameOf({ AlarmName }: Properties, context: ResourceContext): string {
  return AlarmName ?? generatedName(context, 255);
}

function alarm(AlarmName: string, properties: Properties): PutMetricAlarmInput {
  const { Statistic, Unit, ComparisonOperator, ...rest } = properties;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...given,
    AlarmName,
    // The service refuses words that it does not know.
    ...(Statistic !== undefined && { Statistic: Statistic as Statistic }),
    ...(Unit !== undefined && { Unit: Unit as StandardUnit }),
    ComparisonOperator: ComparisonOperator as ComparisonOperator,
    EvaluationPeriods: properties.EvaluationPeriods,
  };
}
