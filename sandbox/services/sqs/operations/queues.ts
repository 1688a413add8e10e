import type {
  CreateQueueCommandInput,
  CreateQueueCommandOutput,
  DeleteQueueCommandInput,
  DeleteQueueCommandOutput,
  GetQueueUrlCommandInput,
  GetQueueUrlCommandOutput,
  ListQueuesCommandInput,
  ListQueuesCommandOutput,
  PurgeQueueCommandInput,
  PurgeQueueCommandOutput,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import type { Scope } from '../../../cloud/store.ts';
import { withAttributes } from '../queue-attributes.ts';
import { queueArn, queueRequest, queueUrl, requireQueue } from '../queue.ts';
import { messages, queues } from '../store.ts';

const NAME = /^[\w-]{1,80}$/;
const PAGE_MAX = 1_000;

export const createQueue = defineOperation<CreateQueueCommandInput, CreateQueueCommandOutput>({
  service: 'sqs',
  name: 'CreateQueue',
  members: ['Attributes', 'QueueName', 'tags'],
  authorize: ({ QueueName, tags }, context) => [
    { action: 'sqs:CreateQueue', resource: queueArn(context, QueueName ?? '') },
    ...(Object.keys(tags ?? {}).length > 0
      ? [{ action: 'sqs:TagQueue', resource: queueArn(context, QueueName ?? '') }]
      : []),
  ],
  handle: ({ QueueName: name = '', Attributes = {}, tags = {} }, context) => {
    if (!NAME.test(name)) {
      throw new AwsError(
        'InvalidParameterValue',
        `${JSON.stringify(name)} is not a name for a standard queue`,
      );
    }
    const existing = queues(context.cloud).get(context, name);
    const attributes = withAttributes(context, existing?.attributes ?? {}, Attributes);
    if (existing) {
      if (JSON.stringify(attributes) === JSON.stringify(existing.attributes))
        return { QueueUrl: existing.url };
      throw new AwsError('QueueNameExists', `A queue named ${name} already exists with other attributes.`);
    }
    const url = queueUrl(context, name);
    const at = context.now.toISOString();
    const arn = queueArn(context, name);
    queues(context.cloud).put(context, name, {
      name,
      arn,
      url,
      attributes,
      tags,
      createdAt: at,
      modifiedAt: at,
    });
    return { QueueUrl: url };
  },
});

export const deleteQueue = defineOperation<DeleteQueueCommandInput, DeleteQueueCommandOutput>({
  service: 'sqs',
  name: 'DeleteQueue',
  members: ['QueueUrl'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'DeleteQueue', QueueUrl)],
  handle: ({ QueueUrl }, context) => {
    const { scope, queue } = requireQueue(context, QueueUrl);
    context.cloud.store.transaction(() => {
      for (const [key] of messages(context.cloud).list(scope, `${queue.name}/`))
        messages(context.cloud).delete(scope, key);
      queues(context.cloud).delete(scope, queue.name);
    });
    return {};
  },
});

export const purgeQueue = defineOperation<PurgeQueueCommandInput, PurgeQueueCommandOutput>({
  service: 'sqs',
  name: 'PurgeQueue',
  members: ['QueueUrl'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'PurgeQueue', QueueUrl)],
  handle: ({ QueueUrl }, context) => {
    const { scope, queue } = requireQueue(context, QueueUrl);
    context.cloud.store.transaction(() => {
      for (const [key] of messages(context.cloud).list(scope, `${queue.name}/`))
        messages(context.cloud).delete(scope, key);
    });
    return {};
  },
});

export const getQueueUrl = defineOperation<GetQueueUrlCommandInput, GetQueueUrlCommandOutput>({
  service: 'sqs',
  name: 'GetQueueUrl',
  members: ['QueueName', 'QueueOwnerAWSAccountId'],
  authorize: ({ QueueName = '', QueueOwnerAWSAccountId: owner }, context) => [
    queueRequest(context, 'GetQueueUrl', queueUrl(ownedBy(context, owner), QueueName)),
  ],
  handle: ({ QueueName = '', QueueOwnerAWSAccountId: owner }, context) => ({
    QueueUrl: requireQueue(context, queueUrl(ownedBy(context, owner), QueueName)).queue.url,
  }),
});

function ownedBy({ accountId, region }: Scope, owner: string | undefined): Scope {
  return { accountId: owner ?? accountId, region };
}

export const listQueues = defineOperation<ListQueuesCommandInput, ListQueuesCommandOutput>({
  service: 'sqs',
  name: 'ListQueues',
  members: ['MaxResults', 'NextToken', 'QueueNamePrefix'],
  authorize: (_input, context) => [{ action: 'sqs:ListQueues', resource: queueArn(context, '*') }],
  handle: ({ QueueNamePrefix = '', NextToken, MaxResults }, context) => {
    const found = queues(context.cloud).list(context, QueueNamePrefix);
    const { items, next } = pageAfter(found, {
      token: NextToken,
      size: Math.min(MaxResults ?? PAGE_MAX, PAGE_MAX),
    });
    return { QueueUrls: items.map(({ url }) => url), ...(next !== undefined && { NextToken: next }) };
  },
});
