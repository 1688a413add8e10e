import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn, tagsIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, document, flag, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges, tagRecord } from '../tag-changes.ts';

const Properties = z.strictObject({
  QueueName: z.string().optional(),
  DelaySeconds: count.optional(),
  KmsDataKeyReusePeriodSeconds: count.optional(),
  KmsMasterKeyId: z.string().optional(),
  MaximumMessageSize: count.optional(),
  MessageRetentionPeriod: count.optional(),
  ReceiveMessageWaitTimeSeconds: count.optional(),
  RedriveAllowPolicy: document.optional(),
  SqsManagedSseEnabled: flag.optional(),
  VisibilityTimeout: count.optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

/** Attributes of the API, with what each goes back to when a template drops it. */
const ATTRIBUTES = {
  DelaySeconds: '0',
  KmsDataKeyReusePeriodSeconds: '300',
  KmsMasterKeyId: '',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  RedriveAllowPolicy: '',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
} as const;
const NAMES = [
  'DelaySeconds',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
] as const;

export const sqsQueue = defineProvider<Properties>({
  type: 'AWS::SQS::Queue',
  properties: Properties,
  createOnly: ['QueueName'],
  identifiers: ['QueueUrl'],
  tags: 'list',
  identify: urlOf,
  create: async (properties, context) => {
    const { QueueUrl = '' } = await context.call('sqs', 'CreateQueue', {
      QueueName: nameOf(properties, context),
      Attributes: attributesOf(properties),
      ...(properties.Tags?.length && { tags: tagRecord(properties.Tags) }),
    });
    return { physicalId: QueueUrl };
  },
  read: async (QueueUrl, { call }) => {
    const wanted = { QueueUrl, AttributeNames: ['QueueArn' as const] };
    const found = await unlessAbsent(call('sqs', 'GetQueueAttributes', wanted));
    return found && { Arn: found.Attributes?.QueueArn, QueueName: nameIn(QueueUrl), QueueUrl };
  },
  describe: async (QueueUrl, { call }) => {
    const wanted = { QueueUrl, AttributeNames: ['All' as const] };
    const found = await unlessAbsent(call('sqs', 'GetQueueAttributes', wanted));
    if (found === undefined) return undefined;
    const { Tags } = await call('sqs', 'ListQueueTags', { QueueUrl });
    const attributes = NAMES.map((name) => [name, found.Attributes?.[name] ?? ATTRIBUTES[name]]);
    const RedriveAllowPolicy = documentIn(found.Attributes?.RedriveAllowPolicy);
    return { ...Object.fromEntries(attributes), RedriveAllowPolicy, Tags: tagsIn(Tags) };
  },
  update: async (QueueUrl, { previous, desired }, context) => {
    const changed = NAMES.filter((name) => textOf(previous[name]) !== textOf(desired[name]));
    const Attributes = Object.fromEntries(
      changed.map((name) => [name, textOf(desired[name]) ?? ATTRIBUTES[name]]),
    );
    if (changed.length > 0) await context.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
    const { set, removed } = tagChanges(previous.Tags, desired.Tags);
    if (set.length > 0) await context.call('sqs', 'TagQueue', { QueueUrl, Tags: tagRecord(set) });
    if (removed.length > 0) await context.call('sqs', 'UntagQueue', { QueueUrl, TagKeys: removed });
    return undefined;
  },
  delete: async (QueueUrl, { call }) => {
    await unlessAbsent(call('sqs', 'DeleteQueue', { QueueUrl }));
  },
});

function nameOf({ QueueName }: Properties, context: ResourceContext): string {
  return QueueName ?? generatedName(context, 80);
}

function urlOf(properties: Properties, context: ResourceContext): string {
  const { region, accountId } = context;
  return `https://sqs.${region}.amazonaws.com/${accountId}/${nameOf(properties, context)}`;
}

function nameIn(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

/** Only what the template gives: the service has the same defaults. */
function attributesOf(properties: Properties): Record<string, string> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const text = textOf(properties[name]);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function textOf(value: Properties[(typeof NAMES)[number]]): string | undefined {
  // A text stands for itself; of numbers, flags and documents it is their JSON.
  return typeof value === 'string' ? value : JSON.stringify(value);
}
