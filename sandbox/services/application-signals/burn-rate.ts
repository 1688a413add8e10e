import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import type { MetricPoint, MetricRecord } from '../monitoring/store.ts';
import { badShare, measuredPeriods } from './periods.ts';
import { objectives } from './store.ts';

export const BURN_RATE = { namespace: 'AWS/ApplicationSignals', name: 'BurnRate' } as const;

const MS_PER_MINUTE = 60_000;

/**
 * The metric that Application Signals publishes for each look-back window of an objective: the share of bad
 * periods in the window over the share that the goal allows; one point per measured period.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html#CloudWatch-ServiceLevelObjectives-burn
 */
export function burnRatePoints(
  cloud: Cloud,
  scope: Scope,
  dimensions: MetricRecord['dimensions'],
): readonly MetricPoint[] {
  const values = new Map(dimensions.map(({ name, value }) => [name, value]));
  const record = objectives(cloud).get(scope, values.get('SloName') ?? '');
  const minutes = Number(values.get('BurnRateWindowMinutes'));
  const isKept = record?.burnRates.some(({ LookBackWindowMinutes }) => LookBackWindowMinutes === minutes);
  if (!record || !isKept) return [];
  const allowed = 1 - (record.goal.AttainmentGoal ?? 0) / 100;
  const periods = measuredPeriods(cloud, scope, record.indicator);
  return periods.map(({ at }) => {
    const bad = badShare(periods, at - minutes * MS_PER_MINUTE, at) ?? 0;
    const rate = bad / allowed;
    return { at, unit: 'None', count: 1, sum: rate, min: rate, max: rate };
  });
}
