import type { Service } from '../../cloud/service.ts';
import { getQueueAttributes, setQueueAttributes } from './operations/attributes.ts';
import { deleteMessage, receiveMessage, sendMessage } from './operations/messages.ts';
import { createQueue, deleteQueue, getQueueUrl, listQueues, purgeQueue } from './operations/queues.ts';
import { listQueueTags, tagQueue, untagQueue } from './operations/tags.ts';

/** Amazon SQS: standard queues. */
export const sqsService: Service = {
  name: 'sqs',
  operations: {
    CreateQueue: createQueue,
    DeleteMessage: deleteMessage,
    DeleteQueue: deleteQueue,
    GetQueueAttributes: getQueueAttributes,
    GetQueueUrl: getQueueUrl,
    ListQueues: listQueues,
    ListQueueTags: listQueueTags,
    PurgeQueue: purgeQueue,
    ReceiveMessage: receiveMessage,
    SendMessage: sendMessage,
    SetQueueAttributes: setQueueAttributes,
    TagQueue: tagQueue,
    UntagQueue: untagQueue,
  },
};
