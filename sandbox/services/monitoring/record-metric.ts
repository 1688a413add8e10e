import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { aggregate } from './statistics.ts';
import { metricKey, metrics, POINTS_KEPT_MAX } from './store.ts';

export type ServiceMetric = {
  /** `AWS/Lambda` */
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Numbers of things that happened, by metric. */
  readonly counts: Readonly<Record<string, number>>;
};

const MINUTE_SECONDS = 60;

/** What an AWS service tells CloudWatch of itself; a minute is one point, however much happens in it. */
export function recordMetric(cloud: Cloud, scope: Scope, metric: ServiceMetric): void {
  const { namespace, counts } = metric;
  const dimensions = Object.entries(metric.dimensions).map(([name, value]) => ({ name, value }));
  const at = cloud.clock().getTime();
  for (const [name, value] of Object.entries(counts)) {
    const key = metricKey({ namespace, name, dimensions });
    const before = metrics(cloud).get(scope, key)?.points ?? [];
    const point = { at, unit: 'Count', count: 1, sum: value, min: value, max: value };
    const newest = aggregate([...before.slice(-1), point], {
      start: new Date(0),
      end: new Date(at + 1),
      periodSeconds: MINUTE_SECONDS,
    });
    const points = [...before.slice(0, -1), ...newest].slice(-POINTS_KEPT_MAX);
    metrics(cloud).put(scope, key, { namespace, name, dimensions, points });
  }
}
