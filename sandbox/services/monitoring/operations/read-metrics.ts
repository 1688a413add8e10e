import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
  MetricDataQuery,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { type AuthorizationRequest, defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { dimensionsOf, invalid } from '../metric-input.ts';
import { metricPoints } from '../metric-points.ts';
import { aggregate, statisticOf } from '../statistics.ts';
import { type MetricRecord, metrics } from '../store.ts';

const PAGE_MAX = 500;
const QUERIES_MAX = 500;

const on = (action: string): readonly AuthorizationRequest[] => [
  { action: `cloudwatch:${action}`, resource: '*' },
];

export const listMetrics = defineOperation<ListMetricsCommandInput, ListMetricsCommandOutput>({
  service: 'monitoring',
  name: 'ListMetrics',
  authorize: () => on('ListMetrics'),
  handle: ({ Namespace, MetricName, Dimensions = [], NextToken }, context) => {
    const fits = (metric: MetricRecord): boolean =>
      (Namespace === undefined || metric.namespace === Namespace) &&
      (MetricName === undefined || metric.name === MetricName) &&
      Dimensions.every(({ Name, Value }) =>
        metric.dimensions.some(
          ({ name, value }) => name === Name && (Value === undefined || value === Value),
        ),
      );
    const found = metrics(context.cloud)
      .list(context)
      .filter(([, metric]) => fits(metric));
    const token = NextToken === undefined ? undefined : decode(NextToken);
    const { items, next } = pageAfter(found, { token, size: PAGE_MAX });
    return {
      Metrics: items.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensions.map((dimension) => ({ Name: dimension.name, Value: dimension.value })),
      })),
      ...(next !== undefined && { NextToken: encode(next) }),
    };
  },
});

export const getMetricStatistics = defineOperation<
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput
>({
  service: 'monitoring',
  name: 'GetMetricStatistics',
  authorize: () => on('GetMetricStatistics'),
  handle: (input, context) => {
    if (input.ExtendedStatistics) throw invalid('the sandbox computes no percentiles');
    const statistics = (input.Statistics ?? []).map((name) => [name, statisticOf(name)] as const);
    const points = aggregate(pointsOf(context, input), {
      start: input.StartTime ?? new Date(0),
      end: input.EndTime ?? context.now,
      periodSeconds: input.Period ?? 0,
    });
    return {
      Label: input.MetricName ?? '',
      Datapoints: points.map((point) => ({
        Timestamp: new Date(point.at),
        // Stored as the client sent it.
        Unit: point.unit as StandardUnit,
        ...Object.fromEntries(statistics.map(([name, compute]) => [name, compute(point)])),
      })),
    };
  },
});

export const getMetricData = defineOperation<GetMetricDataCommandInput, GetMetricDataCommandOutput>({
  service: 'monitoring',
  name: 'GetMetricData',
  authorize: () => on('GetMetricData'),
  handle: ({ MetricDataQueries = [], StartTime, EndTime, ScanBy }, context) => {
    if (MetricDataQueries.length > QUERIES_MAX) throw invalid(`more than ${QUERIES_MAX} queries at once`);
    const window = { start: StartTime ?? new Date(0), end: EndTime ?? context.now };
    return {
      MetricDataResults: MetricDataQueries.map((query) => {
        const points = answer(query, window, context);
        const ordered = ScanBy === 'TimestampAscending' ? points : points.toReversed();
        return {
          Id: query.Id ?? '',
          Label: query.Label ?? query.MetricStat?.Metric?.MetricName ?? '',
          StatusCode: 'Complete' as const,
          Timestamps: ordered.map(({ at }) => new Date(at)),
          Values: ordered.map(({ value }) => value),
        };
      }),
    };
  },
});

function answer(
  { MetricStat: stat, Expression }: MetricDataQuery,
  window: { readonly start: Date; readonly end: Date },
  context: RequestContext,
): readonly { readonly at: number; readonly value: number }[] {
  if (Expression !== undefined || !stat)
    throw invalid('the sandbox answers MetricStat queries, no expressions');
  const compute = statisticOf(stat.Stat ?? '');
  const points = pointsOf(context, stat.Metric ?? {});
  return aggregate(points, { ...window, periodSeconds: stat.Period ?? 0 }).map((point) => ({
    at: point.at,
    value: compute(point),
  }));
}

type MetricReference = Pick<GetMetricStatisticsCommandInput, 'Dimensions'> & {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
};

function pointsOf(
  context: RequestContext,
  { Namespace, MetricName, Dimensions }: MetricReference,
): MetricRecord['points'] {
  const metric = { namespace: Namespace ?? '', name: MetricName ?? '', dimensions: dimensionsOf(Dimensions) };
  return metricPoints(context.cloud, context, metric);
}

const encode = (key: string): string => Buffer.from(key).toString('base64url');
const decode = (token: string): string => Buffer.from(token, 'base64url').toString();
