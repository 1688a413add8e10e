import type {
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput,
  SetQueueAttributesCommandInput,
  SetQueueAttributesCommandOutput,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { countMessages } from '../kept-messages.ts';
import { defaultNumbers, withAttributes } from '../queue-attributes.ts';
import { type FoundQueue, queueRequest, requireQueue } from '../queue.ts';
import { queues } from '../store.ts';

export const setQueueAttributes = defineOperation<
  SetQueueAttributesCommandInput,
  SetQueueAttributesCommandOutput
>({
  service: 'sqs',
  name: 'SetQueueAttributes',
  members: ['Attributes', 'QueueUrl'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'SetQueueAttributes', QueueUrl)],
  handle: ({ QueueUrl, Attributes = {} }, context) => {
    const { scope, queue } = requireQueue(context, QueueUrl);
    const attributes = withAttributes(context, queue.attributes, Attributes);
    const changed = { ...queue, attributes, modifiedAt: context.now.toISOString() };
    queues(context.cloud).put(scope, queue.name, changed);
    return {};
  },
});

export const getQueueAttributes = defineOperation<
  GetQueueAttributesCommandInput,
  GetQueueAttributesCommandOutput
>({
  service: 'sqs',
  name: 'GetQueueAttributes',
  members: ['AttributeNames', 'QueueUrl'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'GetQueueAttributes', QueueUrl)],
  handle: ({ QueueUrl, AttributeNames = [] }, context) => {
    const all = allAttributes(context, requireQueue(context, QueueUrl));
    for (const name of AttributeNames) requireName(name);
    const wanted = new Set<string>(AttributeNames);
    const chosen = Object.entries(all).filter(([name]) => wanted.has('All') || wanted.has(name));
    // An answer without attributes leaves the member out.
    return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
  },
});

const COUNTS = {
  ApproximateNumberOfMessages: 'visible',
  ApproximateNumberOfMessagesDelayed: 'delayed',
  ApproximateNumberOfMessagesNotVisible: 'notVisible',
} as const;
const OPTIONAL = ['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'RedrivePolicy', 'SqsManagedSseEnabled'];
const OWN = ['All', 'CreatedTimestamp', 'LastModifiedTimestamp', 'QueueArn'];

function requireName(name: string): void {
  if (name in COUNTS || name in defaultNumbers(true) || OPTIONAL.includes(name) || OWN.includes(name)) return;
  throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

function allAttributes(context: RequestContext, found: FoundQueue): Readonly<Record<string, string>> {
  const { attributes, arn, createdAt, modifiedAt } = found.queue;
  const counts = countMessages(context.cloud, found);
  const hasKey = attributes['KmsMasterKeyId'] !== undefined;
  const seconds = (iso: string): string => String(Math.floor(Date.parse(iso) / 1_000));
  return {
    ...Object.fromEntries(Object.entries(COUNTS).map(([name, count]) => [name, String(counts[count])])),
    CreatedTimestamp: seconds(createdAt),
    LastModifiedTimestamp: seconds(modifiedAt),
    QueueArn: arn,
    SqsManagedSseEnabled: String(!hasKey),
    ...defaultNumbers(hasKey),
    ...attributes,
  };
}
