import type {
  CreateTopicCommandInput,
  CreateTopicCommandOutput,
  DeleteTopicCommandInput,
  DeleteTopicCommandOutput,
  GetTopicAttributesCommandInput,
  GetTopicAttributesCommandOutput,
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  ListTopicsCommandInput,
  ListTopicsCommandOutput,
  SetTopicAttributesCommandInput,
  SetTopicAttributesCommandOutput,
  TagResourceCommandInput,
  TagResourceCommandOutput,
  UntagResourceCommandInput,
  UntagResourceCommandOutput,
} from '@aws-sdk/client-sns';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { messages, subscriptions, type TopicRecord, topics } from '../store.ts';
import { findTopic, requireTopic, topicRequest } from '../topic.ts';
import { withAttribute } from '../topic-attributes.ts';

const NAME = /^[\w-]{1,256}$/;

const arnOf = ({ accountId, region }: RequestContext, name: string | undefined): string =>
  `arn:aws:sns:${region}:${accountId}:${name ?? ''}`;

export const createTopic = defineOperation<CreateTopicCommandInput, CreateTopicCommandOutput>({
  service: 'sns',
  name: 'CreateTopic',
  members: ['Attributes', 'Name', 'Tags'],
  authorize: (input, context) => [
    topicRequest(context, arnOf(context, input.Name), { action: 'CreateTopic' }),
    ...(input.Tags?.length
      ? [topicRequest(context, arnOf(context, input.Name), { action: 'TagResource' })]
      : []),
  ],
  handle: (input, context) => {
    const name = input.Name ?? '';
    if (!NAME.test(name))
      throw new AwsError('InvalidParameterException', `${JSON.stringify(name)} is no topic name`);
    const arn = arnOf(context, name);
    const existing = findTopic(context, arn)?.topic;
    let topic: TopicRecord = existing ?? {
      name,
      arn,
      displayName: '',
      signatureVersion: '1',
      tags: input.Tags ?? [],
    };
    for (const [attribute, value] of Object.entries(input.Attributes ?? {}))
      topic = withAttribute(context, topic, { name: attribute, value });
    if (existing && JSON.stringify(existing) !== JSON.stringify(topic))
      throw new AwsError('InvalidParameterException', 'Topic already exists with different attributes');
    topics(context.cloud).put(context, name, topic);
    return { TopicArn: arn };
  },
});

export const deleteTopic = defineOperation<DeleteTopicCommandInput, DeleteTopicCommandOutput>({
  service: 'sns',
  name: 'DeleteTopic',
  members: ['TopicArn'],
  authorize: (input, context) => [topicRequest(context, input.TopicArn, { action: 'DeleteTopic' })],
  handle: (input, context) => {
    const { cloud } = context;
    const found = findTopic(context, input.TopicArn);
    if (!found) return {};
    const { scope, topic } = found;
    cloud.store.transaction(() => {
      for (const [key] of subscriptions(cloud).list(scope, `${topic.name}:`))
        subscriptions(cloud).delete(scope, key);
      messages(cloud).delete(scope, topic.name);
      topics(cloud).delete(scope, topic.name);
    });
    return {};
  },
});

export const listTopics = defineOperation<ListTopicsCommandInput, ListTopicsCommandOutput>({
  service: 'sns',
  name: 'ListTopics',
  members: [],
  authorize: (_input, context) => [{ action: 'sns:ListTopics', resource: arnOf(context, '*') }],
  handle: (_input, context) => ({
    Topics: topics(context.cloud)
      .list(context)
      .map(([, { arn }]) => ({ TopicArn: arn })),
  }),
});

export const getTopicAttributes = defineOperation<
  GetTopicAttributesCommandInput,
  GetTopicAttributesCommandOutput
>({
  service: 'sns',
  name: 'GetTopicAttributes',
  members: ['TopicArn'],
  authorize: (input, context) => [topicRequest(context, input.TopicArn, { action: 'GetTopicAttributes' })],
  handle: (input, context) => {
    const { scope, topic } = requireTopic(context, input.TopicArn);
    const confirmed = subscriptions(context.cloud).list(scope, `${topic.name}:`).length;
    return {
      Attributes: {
        TopicArn: topic.arn,
        Owner: scope.accountId,
        DisplayName: topic.displayName,
        SignatureVersion: topic.signatureVersion,
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: '0',
        SubscriptionsDeleted: '0',
        ...(topic.policy !== undefined && { Policy: topic.policy }),
        ...(topic.keyArn !== undefined && { KmsMasterKeyId: topic.keyArn }),
      },
    };
  },
});

function changeTopic(
  context: RequestContext,
  arn: string | undefined,
  change: (topic: TopicRecord) => TopicRecord,
): void {
  const { scope, topic } = requireTopic(context, arn);
  topics(context.cloud).put(scope, topic.name, change(topic));
}

export const setTopicAttributes = defineOperation<
  SetTopicAttributesCommandInput,
  SetTopicAttributesCommandOutput
>({
  service: 'sns',
  name: 'SetTopicAttributes',
  members: ['AttributeName', 'AttributeValue', 'TopicArn'],
  authorize: (input, context) => [topicRequest(context, input.TopicArn, { action: 'SetTopicAttributes' })],
  handle: (input, context) => {
    const attribute = { name: input.AttributeName, value: input.AttributeValue ?? '' };
    changeTopic(context, input.TopicArn, (topic) => withAttribute(context, topic, attribute));
    return {};
  },
});

export const tagResource = defineOperation<TagResourceCommandInput, TagResourceCommandOutput>({
  service: 'sns',
  name: 'TagResource',
  members: ['ResourceArn', 'Tags'],
  authorize: (input, context) => [topicRequest(context, input.ResourceArn, { action: 'TagResource' })],
  handle: (input, context) => {
    const added = input.Tags ?? [];
    const keys = new Set(added.map(({ Key }) => Key));
    changeTopic(context, input.ResourceArn, (topic) => ({
      ...topic,
      tags: [...topic.tags.filter(({ Key }) => !keys.has(Key)), ...added],
    }));
    return {};
  },
});

export const untagResource = defineOperation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  service: 'sns',
  name: 'UntagResource',
  members: ['ResourceArn', 'TagKeys'],
  authorize: (input, context) => [topicRequest(context, input.ResourceArn, { action: 'UntagResource' })],
  handle: (input, context) => {
    const keys = new Set(input.TagKeys);
    changeTopic(context, input.ResourceArn, (topic) => ({
      ...topic,
      tags: topic.tags.filter(({ Key }) => Key === undefined || !keys.has(Key)),
    }));
    return {};
  },
});

export const listTagsForResource = defineOperation<
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput
>({
  service: 'sns',
  name: 'ListTagsForResource',
  members: ['ResourceArn'],
  authorize: (input, context) => [
    topicRequest(context, input.ResourceArn, { action: 'ListTagsForResource' }),
  ],
  handle: (input, context) => ({ Tags: [...requireTopic(context, input.ResourceArn).topic.tags] }),
});
