import type { Tag } from '@aws-sdk/client-sns';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';

export type TopicRecord = {
  readonly name: string;
  readonly arn: string;
  readonly displayName: string;
  readonly signatureVersion: string;
  /** JSON text; absent means that the owner's IAM policies decide. */
  readonly policy?: string;
  /** ARN of the key that encrypts it, where it is one of the account's own. */
  readonly keyArn?: string;
  readonly tags: readonly Tag[];
};

export type SubscriptionRecord = {
  readonly arn: string;
  readonly topicArn: string;
  readonly owner: string;
  readonly protocol: 'lambda' | 'email' | 'email-json';
  readonly endpoint: string;
};

export type MessageRecord = {
  readonly id: string;
  readonly at: string;
  readonly subject?: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
  /** Endpoints that did not take it, with the reason. */
  readonly failures: readonly { readonly endpoint: string; readonly reason: string }[];
};

/** By name. */
export function topics(cloud: Cloud): Collection<TopicRecord> {
  return cloud.store.collection('sns.topic');
}

/** By `<topic>:<id>`: the end of the ARN. */
export function subscriptions(cloud: Cloud): Collection<SubscriptionRecord> {
  return cloud.store.collection('sns.subscription');
}

export const MESSAGES_KEPT_MAX = 200;

/** The newest messages of a topic, by its name; the newest is the last. */
export function messages(cloud: Cloud): Collection<readonly MessageRecord[]> {
  return cloud.store.collection('sns.messages');
}
