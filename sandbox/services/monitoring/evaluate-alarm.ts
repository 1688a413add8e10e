import type { PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';
import type { Datum } from './expression.ts';

export type AlarmState = { readonly value: StateValue; readonly reason: string };

const COMPARE: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

type Definition = Pick<
  PutMetricAlarmInput,
  'ComparisonOperator' | 'DatapointsToAlarm' | 'EvaluationPeriods' | 'Threshold' | 'TreatMissingData'
>;

/**
 * The state that the newest periods of an alarm give.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function evaluateAlarm(
  definition: Definition,
  series: readonly Datum[],
  before: AlarmState | undefined,
): AlarmState {
  const { ComparisonOperator = '', Threshold = 0, TreatMissingData = 'missing' } = definition;
  const present = series.filter((value) => value !== undefined);
  if (present.length === 0) return withoutData(TreatMissingData, series.length, before);
  const compare = COMPARE[ComparisonOperator] ?? (() => false);
  const missing = TreatMissingData === 'breaching' ? series.length - present.length : 0;
  const breaching = present.filter((value) => compare(value, Threshold)).length + missing;
  const needed = definition.DatapointsToAlarm ?? definition.EvaluationPeriods ?? 1;
  const reason = `${breaching} of the last ${series.length} datapoints [${present.join(', ')}] were ${ComparisonOperator} ${Threshold} (${needed} make an alarm).`;
  return { value: breaching >= needed ? 'ALARM' : 'OK', reason };
}

function withoutData(treat: string, periods: number, before: AlarmState | undefined): AlarmState {
  const reason = `no datapoints were received for ${periods} periods, and missing data are ${treat}.`;
  switch (treat) {
    case 'breaching':
      return { value: 'ALARM', reason };
    case 'notBreaching':
      return { value: 'OK', reason };
    case 'ignore':
      return before ?? { value: 'INSUFFICIENT_DATA', reason };
    default:
      return { value: 'INSUFFICIENT_DATA', reason };
  }
}
