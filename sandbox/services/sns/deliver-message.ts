import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import type { MessageRecord, SubscriptionRecord, TopicRecord } from './store.ts';

export type NewMessage = Omit<MessageRecord, 'failures'>;

/** Hands a message to the topic's functions as SNS itself; their resource policies must allow the topic. */
export async function deliverMessage(
  cloud: Cloud,
  scope: Scope,
  delivery: {
    readonly topic: TopicRecord;
    readonly message: NewMessage;
    readonly subscriptions: readonly SubscriptionRecord[];
  },
): Promise<MessageRecord['failures']> {
  const { topic, message } = delivery;
  const caller: Caller = {
    principal: { kind: 'service', service: 'sns.amazonaws.com' },
    accountId: scope.accountId,
    region: scope.region,
    sourceArn: topic.arn,
  };
  const failures: { endpoint: string; reason: string }[] = [];
  for (const subscription of delivery.subscriptions) {
    if (subscription.protocol !== 'lambda') continue;
    const reason = await tryInvoke(cloud, caller, { subscription, message });
    if (reason !== undefined) failures.push({ endpoint: subscription.endpoint, reason });
  }
  return failures;
}

async function tryInvoke(
  cloud: Cloud,
  caller: Caller,
  of: { readonly subscription: SubscriptionRecord; readonly message: NewMessage },
): Promise<string | undefined> {
  try {
    await cloud.dispatch(caller, 'lambda', 'Invoke', {
      FunctionName: of.subscription.endpoint,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(lambdaEvent(of.subscription, of.message))),
    });
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function lambdaEvent(subscription: SubscriptionRecord, message: NewMessage): object {
  const sns = {
    Type: 'Notification',
    MessageId: message.id,
    TopicArn: subscription.topicArn,
    Subject: message.subject ?? null,
    Message: message.message,
    Timestamp: message.at,
    MessageAttributes: message.attributes,
  };
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription.arn,
    Sns: sns,
  };
  return { Records: [record] };
}
