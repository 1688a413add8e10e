import type {
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
  StateValue,
  Tag,
} from '@aws-sdk/client-cloudwatch';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

/** An alarm as it was put; names are shared by both kinds. */
export type AlarmRecord = {
  readonly arn: string;
  readonly updatedAt: string;
  readonly tags: readonly Tag[];
} & (
  | { readonly kind: 'metric'; readonly definition: Omit<PutMetricAlarmInput, 'Tags'> }
  | { readonly kind: 'composite'; readonly definition: Omit<PutCompositeAlarmInput, 'Tags'> }
);

export type DashboardRecord = {
  readonly arn: string;
  readonly body: string;
  readonly modifiedAt: string;
  readonly tags: readonly Tag[];
};

/** What an alarm's newest evaluation gave. */
export type AlarmStateRecord = {
  readonly value: StateValue;
  readonly reason: string;
  readonly at: string;
  /** Topics that were not told, with the reason. */
  readonly undelivered?: readonly string[];
};

/** By the alarm's name. */
export function alarmStates(cloud: Cloud): Collection<AlarmStateRecord> {
  return cloud.store.collection('monitoring.alarm-state');
}

export function alarms(cloud: Cloud): Collection<AlarmRecord> {
  return cloud.store.collection('monitoring.alarm');
}

export function dashboards(cloud: Cloud): Collection<DashboardRecord> {
  return cloud.store.collection('monitoring.dashboard');
}
