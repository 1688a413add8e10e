import { randomUUID } from 'node:crypto';
import type {
  GetSubscriptionAttributesCommandInput,
  GetSubscriptionAttributesCommandOutput,
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicCommandOutput,
  SetSubscriptionAttributesCommandInput,
  SetSubscriptionAttributesCommandOutput,
  SubscribeCommandInput,
  SubscribeCommandOutput,
  UnsubscribeCommandInput,
  UnsubscribeCommandOutput,
} from '@aws-sdk/client-sns';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { type SubscriptionRecord, subscriptions } from '../store.ts';
import { refuseAttributes, requireProtocol, requireSubscription } from '../subscription.ts';
import { requireTopic, topicRequest } from '../topic.ts';

const SUBSCRIPTIONS_MAX = 100;

export const subscribe = defineOperation<SubscribeCommandInput, SubscribeCommandOutput>({
  service: 'sns',
  name: 'Subscribe',
  members: ['Attributes', 'Endpoint', 'Protocol', 'ReturnSubscriptionArn', 'TopicArn'],
  authorize: (input, context) => [
    topicRequest(context, input.TopicArn, {
      action: 'Subscribe',
      context: { 'sns:Protocol': input.Protocol ?? '', 'sns:Endpoint': input.Endpoint ?? '' },
    }),
  ],
  handle: (input, context) => {
    const { scope, topic } = requireTopic(context, input.TopicArn);
    const protocol = requireProtocol(input.Protocol);
    const endpoint = input.Endpoint ?? '';
    refuseAttributes(input.Attributes ?? {});
    if (endpoint === '') throw new AwsError('InvalidParameterException', 'a subscription needs an endpoint');
    const existing = subscriptions(context.cloud).list(scope, `${topic.name}:`);
    const same = existing.find(([, one]) => one.protocol === protocol && one.endpoint === endpoint);
    if (same) return { SubscriptionArn: same[1].arn };
    if (existing.length >= SUBSCRIPTIONS_MAX)
      throw new AwsError(
        'SubscriptionLimitExceededException',
        `a topic has at most ${SUBSCRIPTIONS_MAX} subscriptions`,
      );
    const id = randomUUID();
    const record: SubscriptionRecord = {
      arn: `${topic.arn}:${id}`,
      topicArn: topic.arn,
      owner: context.accountId,
      protocol,
      endpoint,
    };
    subscriptions(context.cloud).put(scope, `${topic.name}:${id}`, record);
    return { SubscriptionArn: record.arn };
  },
});

const topicOf = (arn: string | undefined): string => (arn ?? '').slice(0, (arn ?? '').lastIndexOf(':'));

export const unsubscribe = defineOperation<UnsubscribeCommandInput, UnsubscribeCommandOutput>({
  service: 'sns',
  name: 'Unsubscribe',
  members: ['SubscriptionArn'],
  authorize: (input, context) => [
    topicRequest(context, topicOf(input.SubscriptionArn), { action: 'Unsubscribe' }),
  ],
  handle: (input, context) => {
    const { scope, key } = requireSubscription(context, input.SubscriptionArn);
    subscriptions(context.cloud).delete(scope, key);
    return {};
  },
});

export const listSubscriptionsByTopic = defineOperation<
  ListSubscriptionsByTopicCommandInput,
  ListSubscriptionsByTopicCommandOutput
>({
  service: 'sns',
  name: 'ListSubscriptionsByTopic',
  members: ['TopicArn'],
  authorize: (input, context) => [
    topicRequest(context, input.TopicArn, { action: 'ListSubscriptionsByTopic' }),
  ],
  handle: (input, context) => {
    const { scope, topic } = requireTopic(context, input.TopicArn);
    const found = subscriptions(context.cloud).list(scope, `${topic.name}:`);
    return {
      Subscriptions: found.map(([, { arn, owner, protocol, endpoint }]) => ({
        SubscriptionArn: arn,
        TopicArn: topic.arn,
        Owner: owner,
        Protocol: protocol,
        Endpoint: endpoint,
      })),
    };
  },
});

export const getSubscriptionAttributes = defineOperation<
  GetSubscriptionAttributesCommandInput,
  GetSubscriptionAttributesCommandOutput
>({
  service: 'sns',
  name: 'GetSubscriptionAttributes',
  members: ['SubscriptionArn'],
  authorize: (input, context) => [
    topicRequest(context, topicOf(input.SubscriptionArn), { action: 'GetSubscriptionAttributes' }),
  ],
  handle: (input, context) => {
    const { record } = requireSubscription(context, input.SubscriptionArn);
    return {
      Attributes: {
        SubscriptionArn: record.arn,
        TopicArn: record.topicArn,
        Owner: record.owner,
        Protocol: record.protocol,
        Endpoint: record.endpoint,
        PendingConfirmation: 'false',
        RawMessageDelivery: 'false',
      },
    };
  },
});

export const setSubscriptionAttributes = defineOperation<
  SetSubscriptionAttributesCommandInput,
  SetSubscriptionAttributesCommandOutput
>({
  service: 'sns',
  name: 'SetSubscriptionAttributes',
  members: ['AttributeName', 'AttributeValue', 'SubscriptionArn'],
  authorize: (input, context) => [
    topicRequest(context, topicOf(input.SubscriptionArn), { action: 'SetSubscriptionAttributes' }),
  ],
  handle: (input, context) => {
    requireSubscription(context, input.SubscriptionArn);
    refuseAttributes({ [input.AttributeName ?? '']: input.AttributeValue ?? '' });
    return {};
  },
});
