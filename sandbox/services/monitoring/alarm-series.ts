import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { type Datum, type Expression, parseExpression } from './expression.ts';
import { dimensionsOf, invalid } from './metric-input.ts';
import { metricPoints } from './metric-points.ts';
import { mergePoints, statisticOf } from './statistics.ts';

type Window = { readonly from: number; readonly to: number };
type Series = (window: Window) => Datum;

/** The values of an alarm's periods, the newest first; the newest period ends now. */
export function alarmSeries(
  cloud: Cloud,
  scope: Scope,
  definition: Omit<PutMetricAlarmInput, 'Tags'>,
): readonly Datum[] {
  const { EvaluationPeriods = 1 } = definition;
  const periodMs = periodOf(definition) * 1_000;
  const series = seriesOf(cloud, scope, definition);
  const now = cloud.clock().getTime();
  return Array.from({ length: EvaluationPeriods }, (_, index) => {
    const to = now - index * periodMs;
    return series({ from: to - periodMs, to });
  });
}

/** Refuses what cannot be computed, before an alarm is kept. */
export function checkSeries(definition: Omit<PutMetricAlarmInput, 'Tags'>): void {
  const { Metrics } = definition;
  if (!Metrics) return;
  for (const { Expression } of Metrics) if (Expression !== undefined) parseExpression(Expression);
  returned(Metrics);
  periodOf(definition);
}

/** An alarm on an expression has one period for all its metrics. */
function periodOf({ Period, Metrics = [] }: Omit<PutMetricAlarmInput, 'Tags'>): number {
  const periods = new Set(Metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));
  if (Period !== undefined) periods.add(Period);
  const [first, ...others] = periods;
  if (first !== undefined && others.length === 0) return first;
  throw invalid('the sandbox evaluates alarms whose metrics have one period');
}

function seriesOf(cloud: Cloud, scope: Scope, definition: Omit<PutMetricAlarmInput, 'Tags'>): Series {
  const { Metrics, Namespace, MetricName, Dimensions, Statistic } = definition;
  if (!Metrics) {
    const metric = { Namespace, MetricName, Dimensions };
    return statSeries(cloud, scope, { Metric: metric, Period: undefined, Stat: Statistic });
  }
  const stats = Metrics.flatMap(({ Id = '', MetricStat }) =>
    MetricStat ? [[Id, statSeries(cloud, scope, MetricStat)] as const] : [],
  );
  const { Id: id = '', Expression: text } = returned(Metrics);
  const expression: Expression = text === undefined ? (values) => values.get(id) : parseExpression(text);
  return (window) => expression(new Map(stats.map(([name, series]) => [name, series(window)])));
}

/** The metric or expression that is compared; others only feed it. */
function returned(queries: readonly MetricDataQuery[]): MetricDataQuery {
  const [first, ...others] = queries.filter(({ ReturnData }) => ReturnData !== false);
  if (!first || others.length > 0) throw invalid('exactly one of an alarm’s metrics returns data');
  const feeding = queries.find((query) => query !== first && query.Expression !== undefined);
  if (feeding) throw invalid('the sandbox evaluates alarms on one expression over metrics');
  return first;
}

function statSeries(
  cloud: Cloud,
  scope: Scope,
  { Metric: metric, Stat }: NonNullable<MetricDataQuery['MetricStat']>,
): Series {
  const compute = statisticOf(Stat ?? '');
  const points = metricPoints(cloud, scope, {
    namespace: metric?.Namespace ?? '',
    name: metric?.MetricName ?? '',
    dimensions: dimensionsOf(metric?.Dimensions),
  });
  return ({ from, to }) => {
    const within = points.filter(({ at }) => at > from && at <= to);
    return within.length === 0 ? undefined : compute(within.reduce(mergePoints));
  };
}
