import type {
  ListQueueTagsCommandInput,
  ListQueueTagsCommandOutput,
  TagQueueCommandInput,
  TagQueueCommandOutput,
  UntagQueueCommandInput,
  UntagQueueCommandOutput,
} from '@aws-sdk/client-sqs';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { queueRequest, requireQueue } from '../queue.ts';
import { type QueueRecord, queues } from '../store.ts';

export const tagQueue = defineOperation<TagQueueCommandInput, TagQueueCommandOutput>({
  service: 'sqs',
  name: 'TagQueue',
  members: ['QueueUrl', 'Tags'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'TagQueue', QueueUrl)],
  handle: ({ QueueUrl, Tags = {} }, context) => setTags(context, QueueUrl, (tags) => ({ ...tags, ...Tags })),
});

export const untagQueue = defineOperation<UntagQueueCommandInput, UntagQueueCommandOutput>({
  service: 'sqs',
  name: 'UntagQueue',
  members: ['QueueUrl', 'TagKeys'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'UntagQueue', QueueUrl)],
  handle: ({ QueueUrl, TagKeys = [] }, context) =>
    setTags(context, QueueUrl, (tags) =>
      Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))),
    ),
});

function setTags(
  context: RequestContext,
  url: string | undefined,
  change: (tags: QueueRecord['tags']) => QueueRecord['tags'],
): object {
  const { scope, queue } = requireQueue(context, url);
  queues(context.cloud).put(scope, queue.name, { ...queue, tags: change(queue.tags) });
  return {};
}

export const listQueueTags = defineOperation<ListQueueTagsCommandInput, ListQueueTagsCommandOutput>({
  service: 'sqs',
  name: 'ListQueueTags',
  members: ['QueueUrl'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'ListQueueTags', QueueUrl)],
  handle: ({ QueueUrl }, context) => {
    const { tags } = requireQueue(context, QueueUrl).queue;
    return Object.keys(tags).length === 0 ? {} : { Tags: tags };
  },
});
