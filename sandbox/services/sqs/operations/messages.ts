import { randomUUID } from 'node:crypto';
import type {
  DeleteMessageCommandInput,
  DeleteMessageCommandOutput,
  Message,
  MessageSystemAttributeName,
  ReceiveMessageCommandInput,
  ReceiveMessageCommandOutput,
  SendMessageCommandInput,
  SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../../cloud/aws-error.ts';
import { callerArn } from '../../../cloud/caller.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { keptMessages } from '../kept-messages.ts';
import { chosenAttributes, readAttributes, renderAttribute } from '../message-attributes.ts';
import { attributesDigest, bodyDigest } from '../message-digest.ts';
import { numberOf } from '../queue-attributes.ts';
import { keyRequests, queueRequest, requireQueue } from '../queue.ts';
import { type MessageRecord, messages, type QueueRecord } from '../store.ts';

/** What XML may hold, which a message may, too. */
// oxlint-disable-next-line no-control-regex -- these characters are what SQS refuses
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;
const RECEIVED_MAX = 10;

export const sendMessage = defineOperation<SendMessageCommandInput, SendMessageCommandOutput>({
  service: 'sqs',
  name: 'SendMessage',
  members: ['DelaySeconds', 'MessageAttributes', 'MessageBody', 'QueueUrl'],
  authorize: ({ QueueUrl }, context) => [
    queueRequest(context, 'SendMessage', QueueUrl),
    ...keyRequests(context, QueueUrl, ['GenerateDataKey', 'Decrypt']),
  ],
  handle: (input, context) => {
    const { scope, queue } = requireQueue(context, input.QueueUrl);
    const attributes = readAttributes(input.MessageAttributes);
    const body = requireBody(queue, input.MessageBody ?? '');
    const sentAt = context.now.getTime();
    const delaySeconds = input.DelaySeconds ?? numberOf(queue.attributes, 'DelaySeconds');
    const id = randomUUID();
    messages(context.cloud).put(scope, `${queue.name}/${context.now.toISOString()}/${id}`, {
      id,
      body,
      attributes,
      sender: callerArn(context.caller),
      sentAt,
      visibleAt: sentAt + delaySeconds * 1_000,
      receiveCount: 0,
    });
    const digest = attributesDigest(attributes);
    return {
      MessageId: id,
      MD5OfMessageBody: bodyDigest(body),
      ...(digest !== undefined && { MD5OfMessageAttributes: digest }),
    };
  },
});

function requireBody(queue: QueueRecord, body: string): string {
  const bytesMax = numberOf(queue.attributes, 'MaximumMessageSize');
  if (body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > bytesMax) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
    );
  }
  if (FORBIDDEN.test(body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  return body;
}

export const receiveMessage = defineOperation<ReceiveMessageCommandInput, ReceiveMessageCommandOutput>({
  service: 'sqs',
  name: 'ReceiveMessage',
  members: [
    'AttributeNames',
    'MaxNumberOfMessages',
    'MessageAttributeNames',
    'MessageSystemAttributeNames',
    'QueueUrl',
    'VisibilityTimeout',
    'WaitTimeSeconds',
  ],
  authorize: ({ QueueUrl }, context) => [
    queueRequest(context, 'ReceiveMessage', QueueUrl),
    ...keyRequests(context, QueueUrl, ['Decrypt']),
  ],
  handle: (input, context) => {
    const found = requireQueue(context, input.QueueUrl);
    const most = input.MaxNumberOfMessages ?? 1;
    if (!Number.isInteger(most) || most < 1 || most > RECEIVED_MAX) {
      throw new AwsError(
        'InvalidParameterValue',
        `MaxNumberOfMessages must be 1 to ${RECEIVED_MAX}: ${most}`,
      );
    }
    const now = context.now.getTime();
    const hiddenSeconds = input.VisibilityTimeout ?? numberOf(found.queue.attributes, 'VisibilityTimeout');
    const due = keptMessages(context.cloud, found).filter(([, { visibleAt }]) => visibleAt <= now);
    const received = context.cloud.store.transaction(() =>
      due.slice(0, most).map(([key, message]) => {
        const taken = take(key, message, { now, hiddenUntil: now + hiddenSeconds * 1_000 });
        messages(context.cloud).put(found.scope, key, taken);
        return taken;
      }),
    );
    return received.length === 0 ? {} : { Messages: received.map((message) => render(message, input)) };
  },
});

function take(
  key: string,
  message: MessageRecord,
  times: { readonly now: number; readonly hiddenUntil: number },
): MessageRecord {
  return {
    ...message,
    visibleAt: times.hiddenUntil,
    receiveCount: message.receiveCount + 1,
    firstReceivedAt: message.firstReceivedAt ?? times.now,
    receipt: Buffer.from(JSON.stringify([key, randomUUID()])).toString('base64url'),
  };
}

function render(message: MessageRecord, input: ReceiveMessageCommandInput): Message {
  const system = systemAttributes(message);
  const wanted = new Set<string>([
    ...(input.AttributeNames ?? []),
    ...(input.MessageSystemAttributeNames ?? []),
  ]);
  const shown = Object.entries(system).filter(([name]) => wanted.has('All') || wanted.has(name));
  const attributes = chosenAttributes(message.attributes, input.MessageAttributeNames ?? []);
  const digest = attributesDigest(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: bodyDigest(message.body),
    ...(shown.length > 0 && { Attributes: Object.fromEntries(shown) }),
    ...(digest !== undefined && {
      MD5OfMessageAttributes: digest,
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, attribute]) => [name, renderAttribute(attribute)]),
      ),
    }),
  };
}

function systemAttributes(
  message: MessageRecord,
): Readonly<Partial<Record<MessageSystemAttributeName, string>>> {
  return {
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    SenderId: message.sender,
    SentTimestamp: String(message.sentAt),
  };
}

export const deleteMessage = defineOperation<DeleteMessageCommandInput, DeleteMessageCommandOutput>({
  service: 'sqs',
  name: 'DeleteMessage',
  members: ['QueueUrl', 'ReceiptHandle'],
  authorize: ({ QueueUrl }, context) => [queueRequest(context, 'DeleteMessage', QueueUrl)],
  handle: ({ QueueUrl, ReceiptHandle }, context) => {
    const { scope, queue } = requireQueue(context, QueueUrl);
    const key = keyOfReceipt(ReceiptHandle);
    if (!key.startsWith(`${queue.name}/`)) throw invalidReceipt(ReceiptHandle);
    // A handle that is not the newest one deletes nothing, and says nothing.
    if (messages(context.cloud).get(scope, key)?.receipt === ReceiptHandle)
      messages(context.cloud).delete(scope, key);
    return {};
  },
});

function keyOfReceipt(receipt: string | undefined): string {
  try {
    const [key]: unknown[] = JSON.parse(Buffer.from(receipt ?? '', 'base64url').toString());
    if (typeof key === 'string') return key;
  } catch {
    // Answered below.
  }
  throw invalidReceipt(receipt);
}

function invalidReceipt(receipt: string | undefined): AwsError {
  return new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle ${JSON.stringify(receipt)} is invalid.`,
    {
      status: 404,
    },
  );
}
