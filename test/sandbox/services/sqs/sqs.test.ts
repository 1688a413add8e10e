import * as sqs from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createAuthorize } from '../../../../sandbox/authorization/create-authorize.ts';
import type { Caller } from '../../../../sandbox/cloud/caller.ts';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { iamService } from '../../../../sandbox/services/iam/service.ts';
import { kmsService } from '../../../../sandbox/services/kms/service.ts';
import { sqsService } from '../../../../sandbox/services/sqs/service.ts';
import {
  ACCOUNT,
  OTHER_ACCOUNT,
  REGION,
  root,
  startTestCloud,
  type TestCloud,
} from '../../start-test-cloud.ts';

let test: TestCloud;
let client: sqs.SQSClient;
let QueueUrl: string | undefined;
let now = Date.parse('2026-03-01T12:00:00Z');
const asked: AuthorizationRequest[] = [];
const decide = createAuthorize();

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [iamService, kmsService, sqsService],
    clock: () => new Date(now),
    authorize: (cloud, caller, requests) => {
      asked.push(...requests);
      decide(cloud, caller, requests);
    },
  });
  client = new sqs.SQSClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

let made = 0;
beforeEach(async () => {
  made += 1;
  ({ QueueUrl } = await client.send(new sqs.CreateQueueCommand({ QueueName: `queue-${made}` })));
});

const arn = (): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:queue-${made}`;
const send = async (MessageBody: string, more: Partial<sqs.SendMessageCommandInput> = {}) =>
  await client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (more: Partial<sqs.ReceiveMessageCommandInput> = {}) =>
  (await client.send(new sqs.ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more })))
    .Messages ?? [];
const attribute = async (...AttributeNames: sqs.QueueAttributeName[]) =>
  (await client.send(new sqs.GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
const set = async (Attributes: Record<string, string>) =>
  await client.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes }));

it('is made once for one name, found again, listed and deleted', async () => {
  expect(QueueUrl).toBe(`https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/queue-${made}`);
  const QueueName = `queue-${made}`;
  expect(await client.send(new sqs.CreateQueueCommand({ QueueName }))).toMatchObject({ QueueUrl });
  await expect(
    client.send(new sqs.CreateQueueCommand({ QueueName, Attributes: { DelaySeconds: '1' } })),
  ).rejects.toMatchObject({ name: 'QueueNameExists' });
  expect(await client.send(new sqs.GetQueueUrlCommand({ QueueName }))).toMatchObject({ QueueUrl });
  const listed = await client.send(new sqs.ListQueuesCommand({ QueueNamePrefix: QueueName }));
  expect(listed.QueueUrls).toEqual([QueueUrl]);
  await client.send(new sqs.DeleteQueueCommand({ QueueUrl }));
  await expect(client.send(new sqs.GetQueueUrlCommand({ QueueName }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
  await expect(send('late')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

it('gives a message to one receiver, hides it, shows it again, and forgets it when it is deleted', async () => {
  // The client itself verifies the digests of bodies.
  const sent = await send('café ☕', {
    MessageAttributes: { why: { DataType: 'String', StringValue: 'test' } },
  });
  // MD5 of 4-byte lengths, names, types and values, as AWS documents it.
  expect(sent.MD5OfMessageAttributes).toMatch(/^[0-9a-f]{32}$/);
  const [first] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  expect(first).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'café ☕',
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    MessageAttributes: { why: { DataType: 'String', StringValue: 'test' } },
    Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(now) },
  });
  expect(await receive()).toEqual([]);
  expect(await attribute('ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible')).toEqual({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '1',
  });
  now += 30_000;
  const [again] = await receive();
  expect(again).toMatchObject({ MessageId: sent.MessageId });
  await client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
  now += 30_000;
  const [third] = await receive();
  expect(third, 'an old receipt deletes nothing').toBeDefined();
  await client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: third?.ReceiptHandle }));
  now += 30_000;
  expect(await receive()).toEqual([]);
});

it('computes the digest of attributes as AWS does', async () => {
  const { MD5OfMessageAttributes } = await send('x', {
    MessageAttributes: {
      count: { DataType: 'Number', StringValue: '1' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2, 3]) },
    },
  });
  // printf of the documented layout through md5sum: sorted names, each part behind its length.
  expect(MD5OfMessageAttributes).toBe('5a0400e79b1fea037b546b108e499287');
});

it('delays messages, keeps them as long as it is told, and purges them', async () => {
  await set({ MessageRetentionPeriod: '60' });
  await send('now');
  await send('later', { DelaySeconds: 10 });
  expect((await receive({ VisibilityTimeout: 0 })).map(({ Body }) => Body)).toEqual(['now']);
  expect(await attribute('ApproximateNumberOfMessagesDelayed')).toEqual({
    ApproximateNumberOfMessagesDelayed: '1',
  });
  now += 10_000;
  // A standard queue promises no order.
  const bodies = (await receive({ VisibilityTimeout: 0 })).map(({ Body }) => Body);
  expect(bodies.toSorted()).toEqual(['later', 'now']);
  now += 61_000;
  expect(await receive()).toEqual([]);
  await send('more');
  await client.send(new sqs.PurgeQueueCommand({ QueueUrl }));
  expect(await attribute('ApproximateNumberOfMessages')).toEqual({ ApproximateNumberOfMessages: '0' });
});

it('shows defaults and what was set, and goes back', async () => {
  expect(await attribute('All')).toMatchObject({
    QueueArn: arn(),
    VisibilityTimeout: '30',
    MessageRetentionPeriod: '345600',
    SqsManagedSseEnabled: 'true',
  });
  await set({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}', VisibilityTimeout: '60' });
  expect(await attribute('RedriveAllowPolicy', 'VisibilityTimeout')).toEqual({
    RedriveAllowPolicy: '{"redrivePermission":"denyAll"}',
    VisibilityTimeout: '60',
  });
  await set({ RedriveAllowPolicy: '' });
  expect(await attribute('RedriveAllowPolicy')).toBeUndefined();
  await client.send(new sqs.TagQueueCommand({ QueueUrl, Tags: { owner: 'a', domain: 'b' } }));
  await client.send(new sqs.UntagQueueCommand({ QueueUrl, TagKeys: ['owner'] }));
  expect((await client.send(new sqs.ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ domain: 'b' });
});

it('refuses what it does not do, and what AWS refuses', async () => {
  await expect(set({ FifoQueue: 'true' })).rejects.toThrow('does not offer the queue attribute FifoQueue');
  await expect(set({ RedrivePolicy: '{}' })).rejects.toThrow(
    'does not offer the queue attribute RedrivePolicy',
  );
  await expect(set({ VisibilityTimeout: '43201' })).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
  await expect(set({ Policy: 'no policy' })).rejects.toMatchObject({ name: 'InvalidAttributeValue' });
  await expect(set({ KmsMasterKeyId: 'alias/none' })).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(send('\u0000')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
  await expect(send('')).rejects.toThrow('MessageBody');
  await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toThrow('MaxNumberOfMessages must be 1 to 10');
  await expect(
    client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'x' })),
  ).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  await expect(
    client.send(new sqs.SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'b' }] })),
  ).rejects.toThrow('the sandbox does not offer sqs:SendMessageBatch');
});

const events = (sourceArn: string): Caller => ({
  principal: { kind: 'service', service: 'events.amazonaws.com' },
  accountId: ACCOUNT,
  region: REGION,
  sourceArn,
});
const sendAs = async (caller: Caller) =>
  await test.cloud.dispatch(caller, 'sqs', 'SendMessage', { QueueUrl, MessageBody: 'x' });

it('lets a service in by its policy only, and only for the source that this names', async () => {
  const rule = `arn:aws:events:${REGION}:${ACCOUNT}:rule/bus/one`;
  await expect(sendAs(events(rule))).rejects.toMatchObject({ code: 'AccessDeniedException' });
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn(),
    Condition: { ArnEquals: { 'aws:SourceArn': rule } },
  };
  await set({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) });
  await sendAs(events(rule));
  await expect(sendAs(events(`${rule}-more`))).rejects.toMatchObject({ code: 'AccessDeniedException' });
  const other = new sqs.SQSClient(test.config(OTHER_ACCOUNT));
  await expect(other.send(new sqs.ReceiveMessageCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  other.destroy();
});

it('asks senders and receivers for the key of an encrypted queue', async () => {
  const created = await test.cloud.dispatch(root(), 'kms', 'CreateKey', {});
  const keyArn = (created as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn;
  await set({ KmsMasterKeyId: keyArn });
  expect(await attribute('SqsManagedSseEnabled')).toEqual({ SqsManagedSseEnabled: 'false' });
  asked.length = 0;
  await send('sealed');
  await receive();
  expect(asked.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    `sqs:SendMessage ${arn()}`,
    `kms:GenerateDataKey ${keyArn}`,
    `kms:Decrypt ${keyArn}`,
    `sqs:ReceiveMessage ${arn()}`,
    `kms:Decrypt ${keyArn}`,
  ]);
});

it('keeps its messages over a restart', async () => {
  await send('kept');
  const again = await test.restart();
  const input = { QueueUrl, MaxNumberOfMessages: 10 };
  expect(await again.dispatch(root(), 'sqs', 'ReceiveMessage', input)).toMatchObject({
    Messages: [{ Body: 'kept' }],
  });
});
