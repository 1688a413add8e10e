import { invalid } from './metric-input.ts';
import type { MetricPoint } from './store.ts';

const STATISTICS = {
  SampleCount: ({ count }: MetricPoint) => count,
  Sum: ({ sum }: MetricPoint) => sum,
  Average: ({ sum, count }: MetricPoint) => sum / count,
  Minimum: ({ min }: MetricPoint) => min,
  Maximum: ({ max }: MetricPoint) => max,
} as const;
export type StatisticName = keyof typeof STATISTICS;

export function statisticOf(name: string): (point: MetricPoint) => number {
  if (name in STATISTICS) {
    // `in` has just held it.
    return STATISTICS[name as StatisticName];
  }
  throw invalid(`the sandbox computes ${Object.keys(STATISTICS).join(', ')}, not ${name}`);
}

export type Window = { readonly start: Date; readonly end: Date; readonly periodSeconds: number };

/** Points of a window, one per period that has any, the oldest first; `at` is the period's start. */
export function aggregate(
  points: readonly MetricPoint[],
  { start, end, periodSeconds }: Window,
): readonly MetricPoint[] {
  if (!(periodSeconds >= 1)) throw invalid(`a period of ${periodSeconds} seconds is not possible`);
  const periods = new Map<number, MetricPoint>();
  for (const point of points) {
    if (point.at < start.getTime() || point.at >= end.getTime()) continue;
    const at = Math.floor(point.at / (periodSeconds * 1000)) * periodSeconds * 1000;
    const before = periods.get(at);
    periods.set(at, before ? mergePoints(before, point) : { ...point, at });
  }
  return [...periods.values()].toSorted((a, b) => a.at - b.at);
}

/** Two points as one. */
export function mergePoints(a: MetricPoint, b: MetricPoint): MetricPoint {
  return {
    ...a,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}
