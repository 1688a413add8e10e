import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

/** One metric: a namespace, a name and a set of dimensions, with its newest data points. */
export type MetricRecord = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  readonly points: readonly MetricPoint[];
};

/** What was put at one time: single values are statistics of one sample. */
export type MetricPoint = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly unit: string;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
};

export const POINTS_KEPT_MAX = 2_000;

/** By namespace, name and sorted dimensions. */
export function metrics(cloud: Cloud): Collection<MetricRecord> {
  return cloud.store.collection('monitoring.metric');
}

export function metricKey({ namespace, name, dimensions }: Omit<MetricRecord, 'points'>): string {
  const sorted = dimensions.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return [namespace, name, ...sorted.flatMap((dimension) => [dimension.name, dimension.value])].join(
    '\u0000',
  );
}
