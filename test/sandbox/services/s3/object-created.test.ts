import { PutRuleCommand, PutTargetsCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Service } from '../../../../sandbox/cloud/service.ts';
import { createEventsService } from '../../../../sandbox/services/events/service.ts';
import { s3Service } from '../../../../sandbox/services/s3/service.ts';
import { ACCOUNT, REGION, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
const received: { readonly 'detail-type': string }[] = [];

/** Stands for Lambda, which has tests of its own. */
const lambda: Service = {
  name: 'lambda',
  operations: {
    Invoke: {
      service: 'lambda',
      name: 'Invoke',
      authorize: () => [],
      handle: (input: { readonly Payload: Uint8Array }) => {
        received.push(JSON.parse(Buffer.from(input.Payload).toString()));
        return { StatusCode: 202 };
      },
    },
  },
};

beforeAll(async () => {
  test = await startTestCloud({ services: (cloud) => [lambda, s3Service, createEventsService(cloud)] });
});
afterAll(async () => await test.stop());

it("tells the owner's default bus of new objects, once the bucket sends its events", async () => {
  const client = new s3.S3Client({ ...test.config(), forcePathStyle: true });
  const events = new EventBridgeClient(test.config());
  const pattern = { source: ['aws.s3'], 'detail-type': ['Object Created', 'Object Deleted'] };
  await events.send(new PutRuleCommand({ Name: 'landed', EventPattern: JSON.stringify(pattern) }));
  const Arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:start`;
  await events.send(new PutTargetsCommand({ Rule: 'landed', Targets: [{ Id: 'start', Arn }] }));
  const Bucket = 'landing-bucket';
  const put = async (Key: string) =>
    await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: 'hello' }));
  await client.send(
    new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  );
  await put('silent');
  await client.send(
    new s3.PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
  await put('flights/1.parquet');
  await client.send(new s3.DeleteObjectCommand({ Bucket, Key: 'flights/1.parquet' }));
  for (const service of test.cloud.services()) await service.idle?.();
  const object = { key: 'flights/1.parquet', size: 5, etag: '5d41402abc4b2a76b9719d911017c592' };
  // Deliveries have no order.
  received.sort((a, b) => (a['detail-type'] < b['detail-type'] ? -1 : 1));
  expect(received).toMatchObject([
    {
      account: ACCOUNT,
      region: REGION,
      resources: [`arn:aws:s3:::${Bucket}`],
      'detail-type': 'Object Created',
      detail: { bucket: { name: Bucket }, object, reason: 'PutObject' },
    },
    { 'detail-type': 'Object Deleted', detail: { object: { key: object.key }, reason: 'DeleteObject' } },
  ]);
  client.destroy();
  events.destroy();
});
