import { randomUUID } from 'node:crypto';
import type { MessageAttributeValue, PublishCommandInput, PublishCommandOutput } from '@aws-sdk/client-sns';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { deliverMessage, type NewMessage } from '../deliver-message.ts';
import { MESSAGES_KEPT_MAX, type MessageRecord, messages, subscriptions } from '../store.ts';
import { publishKeyRequests, requireTopic, topicRequest } from '../topic.ts';

const MESSAGE_BYTES_MAX = 256 * 1024;

export const publish = defineOperation<PublishCommandInput, PublishCommandOutput>({
  service: 'sns',
  name: 'Publish',
  members: ['Message', 'MessageAttributes', 'Subject', 'TopicArn'],
  authorize: (input, context) => [
    topicRequest(context, input.TopicArn, { action: 'Publish' }),
    ...publishKeyRequests(context, input.TopicArn),
  ],
  handle: async (input, context) => {
    const { cloud, now } = context;
    const { scope, topic } = requireTopic(context, input.TopicArn);
    const message = newMessage(input, now);
    const subscribers = subscriptions(cloud)
      .list(scope, `${topic.name}:`)
      .map(([, subscription]) => subscription);
    // Functions have their event before the publisher is answered: a kill in between makes the publisher try again.
    const failures = await deliverMessage(cloud, scope, { topic, message, subscriptions: subscribers });
    const kept = [...(messages(cloud).get(scope, topic.name) ?? []), { ...message, failures }];
    messages(cloud).put(scope, topic.name, kept.slice(-MESSAGES_KEPT_MAX));
    return { MessageId: message.id };
  },
});

function newMessage(input: PublishCommandInput, now: Date): NewMessage {
  const message = input.Message ?? '';
  if (message === '') throw new AwsError('InvalidParameterException', 'Invalid parameter: Empty message');
  if (Buffer.byteLength(message) > MESSAGE_BYTES_MAX)
    throw new AwsError('InvalidParameterException', 'Invalid parameter: Message too long');
  return {
    id: randomUUID(),
    at: now.toISOString(),
    message,
    ...(input.Subject !== undefined && { subject: input.Subject }),
    attributes: Object.fromEntries(
      Object.entries(input.MessageAttributes ?? {}).map(([name, value]) => [name, attributeOf(value)]),
    ),
  };
}

function attributeOf({
  DataType,
  StringValue,
  BinaryValue,
}: MessageAttributeValue): MessageRecord['attributes'][string] {
  const Value = StringValue ?? Buffer.from(BinaryValue ?? []).toString('base64');
  return { Type: DataType ?? 'String', Value };
}
