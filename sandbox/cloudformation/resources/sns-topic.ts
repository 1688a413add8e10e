import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  KmsMasterKeyId: z.string().optional(),
  SignatureVersion: z.string().optional(),
  TracingConfig: z.string().optional(),
  Subscription: z.array(z.strictObject({ Endpoint: z.string(), Protocol: z.string() })).default([]),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

/** Attributes of the API, with what each goes back to when a template drops it. */
const ATTRIBUTES = {
  DisplayName: '',
  KmsMasterKeyId: '',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
} as const;
const NAMES = ['DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'] as const;

export const snsTopic = defineProvider<Properties>({
  type: 'AWS::SNS::Topic',
  properties: Properties,
  createOnly: ['TopicName'],
  identifiers: ['TopicArn'],
  tags: 'list',
  identify: (properties, context) =>
    `arn:aws:sns:${context.region}:${context.accountId}:${nameOf(properties, context)}`,
  create: async (properties, context) => {
    const { Tags } = properties;
    const { TopicArn = '' } = await context.call('sns', 'CreateTopic', {
      Name: nameOf(properties, context),
      Attributes: attributesOf(properties),
      ...(Tags && Tags.length > 0 && { Tags }),
    });
    await subscribe(TopicArn, properties, context);
    return { physicalId: TopicArn };
  },
  read: async (TopicArn, { call }) => {
    const found = await unlessAbsent(call('sns', 'GetTopicAttributes', { TopicArn }));
    return found && { TopicArn, TopicName: TopicArn.slice(TopicArn.lastIndexOf(':') + 1) };
  },
  describe: async (TopicArn, { call }) => {
    const found = await unlessAbsent(call('sns', 'GetTopicAttributes', { TopicArn }));
    if (found === undefined) return undefined;
    const { Tags } = await call('sns', 'ListTagsForResource', { ResourceArn: TopicArn });
    const attributes = NAMES.map((name) => [name, found.Attributes?.[name] ?? ATTRIBUTES[name]]);
    return { ...Object.fromEntries(attributes), Tags };
  },
  update: async (TopicArn, { previous, desired }, context) => {
    for (const AttributeName of NAMES) {
      if (previous[AttributeName] === desired[AttributeName]) continue;
      const AttributeValue = desired[AttributeName] ?? ATTRIBUTES[AttributeName];
      await context.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
    }
    await subscribe(TopicArn, desired, context);
    await unsubscribe(TopicArn, previous, desired, context);
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0)
      await context.call('sns', 'TagResource', { ResourceArn: TopicArn, Tags: tags.set });
    if (tags.removed.length > 0) {
      await context.call('sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys: tags.removed });
    }
    return undefined;
  },
  delete: async (TopicArn, { call }) => {
    await unlessAbsent(call('sns', 'DeleteTopic', { TopicArn }));
  },
});

function nameOf({ TopicName }: Properties, context: ResourceContext): string {
  return TopicName ?? generatedName(context, 256);
}

function attributesOf(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    NAMES.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
}

async function subscribe(
  TopicArn: string,
  { Subscription }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  for (const { Endpoint, Protocol } of Subscription)
    await call('sns', 'Subscribe', { TopicArn, Endpoint, Protocol });
}

async function unsubscribe(
  TopicArn: string,
  previous: Properties,
  desired: Properties,
  { call }: ResourceContext,
): Promise<void> {
  const gone = previous.Subscription.filter(
    (one) =>
      !desired.Subscription.some(
        (other) => other.Endpoint === one.Endpoint && other.Protocol === one.Protocol,
      ),
  );
  if (gone.length === 0) return;
  const { Subscriptions = [] } = await call('sns', 'ListSubscriptionsByTopic', { TopicArn });
  for (const { SubscriptionArn = '', Endpoint, Protocol } of Subscriptions) {
    const isGone = gone.some((one) => one.Endpoint === Endpoint && one.Protocol === Protocol);
    if (isGone) await unlessAbsent(call('sns', 'Unsubscribe', { SubscriptionArn }));
  }
}
