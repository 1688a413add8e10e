import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type QueueRecord = {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** As they were set; what is absent has its default. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly modifiedAt: string;
};

export type MessageAttribute = { readonly type: string; readonly text?: string; readonly base64?: string };

export type MessageRecord = {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  readonly sender: string;
  /** Times in milliseconds since the epoch. */
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly firstReceivedAt?: number;
  readonly receiveCount: number;
  /** Of the newest reception: an older handle deletes nothing. */
  readonly receipt?: string;
};

/** By name. */
export function queues(cloud: Cloud): Collection<QueueRecord> {
  return cloud.store.collection('sqs.queue');
}

/** By `<queue>/<time>/<id>`: in the order of sending. */
export function messages(cloud: Cloud): Collection<MessageRecord> {
  return cloud.store.collection('sqs.message');
}
