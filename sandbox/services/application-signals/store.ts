import type {
  BurnRateConfiguration,
  Goal,
  ServiceLevelIndicatorComparisonOperator,
  Tag,
} from '@aws-sdk/client-application-signals';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

/** The metric that an objective watches, and when a period of it is good. */
export type Indicator = {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly periodSeconds: number;
  readonly statistic: string;
  readonly threshold: number;
  readonly comparison: ServiceLevelIndicatorComparisonOperator;
};

export type ObjectiveRecord = {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly indicator: Indicator;
  readonly goal: Goal;
  readonly burnRates: readonly BurnRateConfiguration[];
  readonly tags: readonly Tag[];
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** By name. */
export function objectives(cloud: Cloud): Collection<ObjectiveRecord> {
  return cloud.store.collection('application-signals.objective');
}
