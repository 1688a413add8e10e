import type { Cloud } from '../../cloud/cloud.ts';
import { numberOf } from './queue-attributes.ts';
import type { FoundQueue } from './queue.ts';
import { type MessageRecord, messages } from './store.ts';

/** The messages of a queue in the order of sending; those past its retention are gone. */
export function keptMessages(
  cloud: Cloud,
  { scope, queue }: FoundQueue,
): readonly (readonly [key: string, message: MessageRecord])[] {
  const oldest = cloud.clock().getTime() - numberOf(queue.attributes, 'MessageRetentionPeriod') * 1_000;
  const all = messages(cloud).list(scope, `${queue.name}/`);
  for (const [key, { sentAt }] of all) if (sentAt < oldest) messages(cloud).delete(scope, key);
  return all.filter(([, { sentAt }]) => sentAt >= oldest);
}

export type MessageCounts = {
  readonly visible: number;
  readonly notVisible: number;
  readonly delayed: number;
};

export function countMessages(cloud: Cloud, found: FoundQueue): MessageCounts {
  const now = cloud.clock().getTime();
  const kept = keptMessages(cloud, found).map(([, message]) => message);
  const hidden = kept.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
  return { visible: kept.length - hidden.length, notVisible: hidden.length - delayed, delayed };
}
