import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { aggregate, statisticOf } from '../monitoring/statistics.ts';
import { metricKey, metrics } from '../monitoring/store.ts';
import type { Indicator } from './store.ts';

export type Period = { readonly at: number; readonly isGood: boolean };

const COMPARE = {
  GreaterThan: (value: number, threshold: number) => value > threshold,
  GreaterThanOrEqualTo: (value: number, threshold: number) => value >= threshold,
  LessThan: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualTo: (value: number, threshold: number) => value <= threshold,
} as const;

/** The periods in which an indicator was measured, the oldest first; periods without data do not count. */
export function measuredPeriods(cloud: Cloud, scope: Scope, indicator: Indicator): readonly Period[] {
  const points = metrics(cloud).get(scope, metricKey(indicator))?.points ?? [];
  const compute = statisticOf(indicator.statistic);
  const { periodSeconds, comparison, threshold } = indicator;
  return aggregate(points, { start: new Date(0), end: new Date(8.64e15), periodSeconds }).map((point) => ({
    at: point.at,
    isGood: COMPARE[comparison](compute(point), threshold),
  }));
}

/** Share of bad periods among those that begin after `from`, up to and with `to`; absent where there are none. */
export function badShare(periods: readonly Period[], from: number, to: number): number | undefined {
  const within = periods.filter(({ at }) => at > from && at <= to);
  if (within.length === 0) return undefined;
  return within.filter(({ isGood }) => !isGood).length / within.length;
}
