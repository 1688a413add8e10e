import type {
  BurnRateConfiguration,
  Goal,
  ServiceLevelIndicatorConfig,
} from '@aws-sdk/client-application-signals';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, sdkShape, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

type SliMetric = NonNullable<ServiceLevelIndicatorConfig['SliMetricConfig']>;

const Properties = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  Goal: sdkShape<Goal>('AttainmentGoal', 'Interval', 'WarningThreshold').optional(),
  Sli: z
    .strictObject({
      ComparisonOperator: z.enum(['GreaterThan', 'GreaterThanOrEqualTo', 'LessThan', 'LessThanOrEqualTo']),
      MetricThreshold: count,
      SliMetric: sdkShape<SliMetric>(
        'KeyAttributes',
        'MetricDataQueries',
        'MetricType',
        'OperationName',
        'PeriodSeconds',
        'Statistic',
      ),
    })
    .optional(),
  BurnRateConfigurations: z.array(sdkShape<BurnRateConfiguration>('LookBackWindowMinutes')).optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const applicationsignalsServiceLevelObjective = defineProvider<Properties>({
  type: 'AWS::ApplicationSignals::ServiceLevelObjective',
  properties: Properties,
  createOnly: ['Name'],
  identifiers: ['Arn'],
  tags: 'list',
  identify: arnOf,
  create: async (properties, context) => {
    const { Name, Tags } = properties;
    const { Slo } = await context.call('application-signals', 'CreateServiceLevelObjective', {
      Name,
      ...settings(properties),
      ...(Tags?.length && { Tags }),
    });
    return { physicalId: Slo?.Arn ?? arnOf(properties, context) };
  },
  read: async (Id, { call }) => {
    const found = await unlessAbsent(call('application-signals', 'GetServiceLevelObjective', { Id }));
    return (
      found?.Slo && {
        Arn: found.Slo.Arn,
        CreatedTime: seconds(found.Slo.CreatedTime),
        LastUpdatedTime: seconds(found.Slo.LastUpdatedTime),
        EvaluationType: found.Slo.EvaluationType,
      }
    );
  },
  describe: async (Id, { call }) => {
    const found = await unlessAbsent(call('application-signals', 'GetServiceLevelObjective', { Id }));
    if (found?.Slo === undefined) return undefined;
    const { Tags } = await call('application-signals', 'ListTagsForResource', { ResourceArn: Id });
    const { Sli } = found.Slo;
    return {
      ...picked(found.Slo, 'Name', 'Description', 'Goal', 'BurnRateConfigurations'),
      Sli: Sli && {
        ...picked(Sli, 'ComparisonOperator', 'MetricThreshold'),
        SliMetric: Sli.SliMetric,
      },
      Tags,
    };
  },
  update: async (Id, { previous, desired }, { call }) => {
    // What a template drops goes back to its default: an update keeps what it does not name.
    await call('application-signals', 'UpdateServiceLevelObjective', {
      Id,
      ...settings({ ...desired, Description: desired.Description ?? 'No description' }),
    });
    const { set, removed } = tagChanges(previous.Tags, desired.Tags);
    if (set.length > 0) await call('application-signals', 'TagResource', { ResourceArn: Id, Tags: set });
    if (removed.length > 0)
      await call('application-signals', 'UntagResource', { ResourceArn: Id, TagKeys: removed });
    return undefined;
  },
  delete: async (Id, { call }) => {
    await unlessAbsent(call('application-signals', 'DeleteServiceLevelObjective', { Id }));
  },
});

function arnOf({ Name }: Properties, { region, accountId }: ResourceContext): string {
  return `arn:aws:application-signals:${region}:${accountId}:slo/${Name}`;
}

function settings({ Description, Goal: goal, Sli, BurnRateConfigurations }: Properties) {
  return {
    ...(Description !== undefined && { Description }),
    // An empty goal is the default one.
    Goal: goal ?? {},
    BurnRateConfigurations: BurnRateConfigurations ?? [],
    ...(Sli && {
      SliConfig: {
        ComparisonOperator: Sli.ComparisonOperator,
        MetricThreshold: Sli.MetricThreshold,
        SliMetricConfig: Sli.SliMetric,
      },
    }),
  };
}

function seconds(time: Date | undefined): number {
  return Math.floor((time?.getTime() ?? 0) / 1_000);
}
