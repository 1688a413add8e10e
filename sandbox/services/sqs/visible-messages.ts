import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import type { MetricPoint, MetricRecord } from '../monitoring/store.ts';
import { countMessages } from './kept-messages.ts';
import { queues } from './store.ts';

export const VISIBLE_MESSAGES = {
  namespace: 'AWS/SQS',
  name: 'ApproximateNumberOfMessagesVisible',
} as const;

/** What CloudWatch knows of a queue now; its past is not kept. */
export function visibleMessagesPoints(
  cloud: Cloud,
  scope: Scope,
  dimensions: MetricRecord['dimensions'],
): readonly MetricPoint[] {
  const name = dimensions.find((dimension) => dimension.name === 'QueueName')?.value ?? '';
  const queue = queues(cloud).get(scope, name);
  if (!queue) return [];
  const { visible } = countMessages(cloud, { scope, queue });
  const at = cloud.clock().getTime();
  return [{ at, unit: 'Count', count: 1, sum: visible, min: visible, max: visible }];
}
