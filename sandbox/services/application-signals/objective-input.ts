import type {
  BurnRateConfiguration,
  Goal,
  MetricDataQuery,
  ServiceLevelIndicatorConfig,
} from '@aws-sdk/client-application-signals';
import { AwsError } from '../../cloud/aws-error.ts';
import { dimensionsOf } from '../monitoring/metric-input.ts';
import { statisticOf } from '../monitoring/statistics.ts';
import type { Indicator, ObjectiveRecord } from './store.ts';

const NAME = /^[0-9A-Za-z][-._0-9A-Za-z ]{0,126}[0-9A-Za-z]$/;
const COMPARISONS = ['GreaterThanOrEqualTo', 'GreaterThan', 'LessThan', 'LessThanOrEqualTo'];
const PERIOD_SECONDS = { min: 60, max: 900 } as const;
const LOOK_BACK_MINUTES_MAX = 10_080;
const BURN_RATES_MAX = 10;
/** What a goal is where nothing else is said: @see https://docs.aws.amazon.com/applicationsignals/latest/APIReference/API_Goal.html */
const DEFAULT_GOAL = {
  AttainmentGoal: 99,
  WarningThreshold: 50,
  Interval: { RollingInterval: { Duration: 7, DurationUnit: 'DAY' } },
} as const satisfies Goal;

export function requireName(name: string | undefined): string {
  if (name !== undefined && NAME.test(name)) return name;
  throw invalid(`${JSON.stringify(name)} is not a name for a service level objective`);
}

/** The metric of an objective; whatever the sandbox does not measure is refused. */
export function indicatorOf(config: ServiceLevelIndicatorConfig): Indicator {
  const { ComparisonOperator: comparison, MetricThreshold: threshold, SliMetricConfig: metric } = config;
  if (!comparison || !COMPARISONS.includes(comparison)) throw invalid(`unknown comparison ${comparison}`);
  if (threshold === undefined || !Number.isFinite(threshold))
    throw invalid('an indicator needs a MetricThreshold');
  const { MetricDataQueries: queries = [], ...others } = metric ?? {};
  for (const [member, value] of Object.entries(others)) {
    if (value !== undefined) throw invalid(`the sandbox knows no discovered services: leave ${member} out`);
  }
  const [query, ...more] = queries;
  if (query === undefined || more.length > 0) throw invalid('the sandbox watches one metric per objective');
  return { ...metricOf(query), threshold, comparison };
}

function metricOf({ Id, MetricStat, Expression, ReturnData }: MetricDataQuery) {
  if (Expression !== undefined || MetricStat === undefined) {
    throw invalid('the sandbox watches a metric by its MetricStat, no expression');
  }
  if (ReturnData === false) throw invalid('one query must return data');
  const { Metric: metric, Period: periodSeconds = 0, Stat: statistic = '' } = MetricStat;
  statisticOf(statistic);
  if (periodSeconds < PERIOD_SECONDS.min || periodSeconds > PERIOD_SECONDS.max || periodSeconds % 60 !== 0) {
    throw invalid(`the period of an indicator is 60 to 900 seconds in whole minutes, not ${periodSeconds}`);
  }
  return {
    id: Id ?? '',
    namespace: metric?.Namespace ?? '',
    name: metric?.MetricName ?? '',
    dimensions: dimensionsOf(metric?.Dimensions),
    periodSeconds,
    statistic,
  };
}

/** A goal with its defaults. */
export function goalOf(goal: Goal | undefined): Goal {
  const all: Goal = { ...DEFAULT_GOAL, ...goal };
  const { AttainmentGoal: attainment = 0 } = all;
  if (!(attainment > 0 && attainment < 100)) {
    throw invalid(`an attainment goal is a percentage below 100, not ${attainment}`);
  }
  const { RollingInterval: rolling, CalendarInterval: calendar } = all.Interval ?? {};
  if (calendar) throw invalid('the sandbox offers rolling intervals only');
  if (!rolling || !((rolling.Duration ?? 0) >= 1))
    throw invalid('a rolling interval has a Duration of at least 1');
  return all;
}

export function burnRatesOf(
  configurations: readonly BurnRateConfiguration[] | undefined,
): ObjectiveRecord['burnRates'] {
  const all = configurations ?? [];
  if (all.length > BURN_RATES_MAX) throw invalid(`an objective has at most ${BURN_RATES_MAX} burn rates`);
  for (const { LookBackWindowMinutes: minutes = 0 } of all) {
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > LOOK_BACK_MINUTES_MAX) {
      throw invalid(`a look-back window is 1 to ${LOOK_BACK_MINUTES_MAX} minutes, not ${minutes}`);
    }
  }
  return all;
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
