import type { Dimension, MetricDatum } from '@aws-sdk/client-cloudwatch';
import { AwsError } from '../../cloud/aws-error.ts';
import type { MetricPoint, MetricRecord } from './store.ts';

const DIMENSIONS_MAX = 30;
const VALUES_MAX = 150;

export function dimensionsOf(dimensions: readonly Dimension[] | undefined): MetricRecord['dimensions'] {
  if ((dimensions ?? []).length > DIMENSIONS_MAX) {
    throw invalid(`a metric has at most ${DIMENSIONS_MAX} dimensions`);
  }
  return (dimensions ?? []).map(({ Name = '', Value = '' }) => ({ name: Name, value: Value }));
}

/** One point per datum: a value, a set of values with counts, or statistics. */
export function pointOf(datum: MetricDatum, now: Date): MetricPoint {
  const at = (datum.Timestamp ?? now).getTime();
  const unit = datum.Unit ?? 'None';
  const { StatisticValues: statistics, Values: values, Counts: counts = [] } = datum;
  if (statistics) {
    const { SampleCount, Sum, Minimum, Maximum } = statistics;
    return {
      at,
      unit,
      count: number(SampleCount),
      sum: number(Sum),
      min: number(Minimum),
      max: number(Maximum),
    };
  }
  const samples = (values ?? [number(datum.Value)]).map((value, index) => ({
    value: number(value),
    count: counts[index] ?? 1,
  }));
  if (samples.length === 0 || samples.length > VALUES_MAX)
    throw invalid(`a datum has 1 to ${VALUES_MAX} values`);
  return {
    at,
    unit,
    count: samples.reduce((sum, { count }) => sum + count, 0),
    sum: samples.reduce((sum, { value, count }) => sum + value * count, 0),
    min: Math.min(...samples.map(({ value }) => value)),
    max: Math.max(...samples.map(({ value }) => value)),
  };
}

function number(value: number | undefined): number {
  if (value !== undefined && Number.isFinite(value)) return value;
  throw invalid(`${value} is not a number that CloudWatch keeps`);
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}
