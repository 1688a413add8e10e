import * as sns from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import type { Caller } from '../../../../sandbox/cloud/caller.ts';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import type { Service } from '../../../../sandbox/cloud/service.ts';
import { kmsService } from '../../../../sandbox/services/kms/service.ts';
import { snsService } from '../../../../sandbox/services/sns/service.ts';
import { messages } from '../../../../sandbox/services/sns/store.ts';
import { ACCOUNT, REGION, root, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

type Invocation = { readonly caller: Caller; readonly input: { FunctionName: string; Payload: Uint8Array } };

let test: TestCloud;
let client: sns.SNSClient;
let TopicArn: string | undefined;
const asked: AuthorizationRequest[] = [];
const invoked: Invocation[] = [];

/** Stands for Lambda, which has tests of its own. */
const lambda: Service = {
  name: 'lambda',
  operations: {
    Invoke: {
      service: 'lambda',
      name: 'Invoke',
      authorize: () => [],
      handle: (input: Invocation['input'], { caller }) => {
        if (input.FunctionName.endsWith('closed'))
          throw new AwsError('AccessDeniedException', 'not this topic');
        invoked.push({ caller, input });
        return { StatusCode: 202 };
      },
    },
  },
};

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [kmsService, snsService, lambda],
    authorize: (_cloud, _caller, requests) => {
      asked.push(...requests);
    },
  });
  client = new sns.SNSClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});
beforeEach(async () => {
  ({ TopicArn } = await client.send(new sns.CreateTopicCommand({ Name: 'alarms' })));
});

const subscribe = async (Protocol: string, Endpoint: string) =>
  (await client.send(new sns.SubscribeCommand({ TopicArn, Protocol, Endpoint }))).SubscriptionArn;
const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

it('is made once for one name and keeps its attributes', async () => {
  expect(TopicArn).toBe(`arn:aws:sns:${REGION}:${ACCOUNT}:alarms`);
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await client.send(
    new sns.SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: Policy }),
  );
  const { Attributes } = await client.send(new sns.GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ Owner: ACCOUNT, Policy });
  await expect(
    client.send(new sns.CreateTopicCommand({ Name: 'alarms', Attributes: { FifoTopic: 'true' } })),
  ).rejects.toThrow('the sandbox does not support the topic attribute FifoTopic=true');
});

it('hands a message to its functions as SNS, and tells which did not take it', async () => {
  const first = await subscribe('lambda', functionArn('open'));
  expect(await subscribe('lambda', functionArn('open'))).toBe(first);
  await subscribe('lambda', functionArn('closed'));
  const { MessageId } = await client.send(new sns.PublishCommand({ TopicArn, Subject: 's', Message: 'm' }));
  expect(invoked).toHaveLength(1);
  const [{ caller, input }] = invoked as [Invocation];
  expect(caller).toMatchObject({ principal: { service: 'sns.amazonaws.com' }, sourceArn: TopicArn });
  expect(JSON.parse(Buffer.from(input.Payload).toString())).toMatchObject({
    Records: [
      { EventSource: 'aws:sns', EventSubscriptionArn: first, Sns: { MessageId, Subject: 's', Message: 'm' } },
    ],
  });
  expect(messages(test.cloud).get({ accountId: ACCOUNT, region: REGION }, 'alarms')).toMatchObject([
    {
      id: MessageId,
      failures: [{ endpoint: functionArn('closed'), reason: 'AccessDeniedException: not this topic' }],
    },
  ]);
});

it('refuses ways of delivery that it does not have', async () => {
  await expect(subscribe('https', 'https://example.com')).rejects.toThrow(
    'the sandbox does not deliver by https',
  );
  const SubscriptionArn = await subscribe('email', 'team@example.com');
  await expect(
    client.send(
      new sns.SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'FilterPolicy',
        AttributeValue: '{"a":["b"]}',
      }),
    ),
  ).rejects.toThrow('does not support the subscription attribute FilterPolicy');
});

it('asks publishers for the key of an encrypted topic', async () => {
  const made = await test.cloud.dispatch(root(), 'kms', 'CreateKey', {});
  const keyArn = (made as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn;
  const sealed = await client.send(
    new sns.CreateTopicCommand({ Name: 'sealed', Attributes: { KmsMasterKeyId: keyArn } }),
  );
  asked.length = 0;
  await client.send(new sns.PublishCommand({ TopicArn: sealed.TopicArn, Message: 'm' }));
  expect(asked.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    `sns:Publish ${sealed.TopicArn}`,
    `kms:GenerateDataKey ${keyArn}`,
    `kms:Decrypt ${keyArn}`,
  ]);
});

it('takes its subscriptions along when it is deleted', async () => {
  const SubscriptionArn = await subscribe('email', 'team@example.com');
  await client.send(new sns.DeleteTopicCommand({ TopicArn }));
  await client.send(new sns.DeleteTopicCommand({ TopicArn }));
  await expect(
    client.send(new sns.GetSubscriptionAttributesCommand({ SubscriptionArn })),
  ).rejects.toMatchObject({ name: 'NotFoundException', $metadata: { httpStatusCode: 404 } });
  await expect(client.send(new sns.PublishCommand({ TopicArn, Message: 'm' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
