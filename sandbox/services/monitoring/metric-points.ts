import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { BURN_RATE, burnRatePoints } from '../application-signals/burn-rate.ts';
import { VISIBLE_MESSAGES, visibleMessagesPoints } from '../sqs/visible-messages.ts';
import { metricKey, type MetricPoint, type MetricRecord, metrics } from './store.ts';

type Metric = Pick<MetricRecord, 'namespace' | 'name'>;

const isMetric = (one: Metric, other: Metric): boolean =>
  one.namespace === other.namespace && one.name === other.name;

/** The points of a metric: those that were put, or what a service of the sandbox tells of its own state. */
export function metricPoints(
  cloud: Cloud,
  scope: Scope,
  metric: Omit<MetricRecord, 'points'>,
): readonly MetricPoint[] {
  if (isMetric(metric, BURN_RATE)) return burnRatePoints(cloud, scope, metric.dimensions);
  if (isMetric(metric, VISIBLE_MESSAGES)) return visibleMessagesPoints(cloud, scope, metric.dimensions);
  return metrics(cloud).get(scope, metricKey(metric))?.points ?? [];
}
