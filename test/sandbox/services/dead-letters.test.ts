import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthorize } from '../../../sandbox/authorization/create-authorize.ts';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { registerServices } from '../../../sandbox/register-services.ts';
import { eventsStore } from '../../../sandbox/services/events/store.ts';
import { startSchedules } from '../../../sandbox/services/scheduler/service.ts';
import { ticker } from '../../../sandbox/services/scheduler/ticker.ts';
import { zip } from './lambda/zip.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const SCOPE = { accountId: ACCOUNT, region: REGION };
const ROOT: Caller = { ...SCOPE, principal: { kind: 'root' } };
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:dead`;
const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:none`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/worker`;

const directory = mkdtempSync(join(tmpdir(), 'freehold-dead-letters-'));
let cloud: Cloud;
let store: Store;
let QueueUrl: string | undefined;
let now: number;
const call = () => serviceCalls(cloud, ROOT);

beforeEach(async () => {
  now = Date.parse('2026-03-01T12:00:00Z');
  store = new Store(':memory:');
  cloud = new Cloud({ store, directory, clock: () => new Date(now), authorize: createAuthorize() });
  registerServices(cloud);
  ({ QueueUrl } = await call()('sqs', 'CreateQueue', { QueueName: 'dead' }));
});
afterEach(async () => {
  for (const service of cloud.services()) await service.stop?.();
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A role that may do what is given, and no more. */
async function role(...allowed: readonly string[]): Promise<void> {
  const services = ['events', 'scheduler', 'lambda'].map((name) => `${name}.amazonaws.com`);
  const trust = { Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' };
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await call()('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: document(trust) });
  if (allowed.length === 0) return;
  const statement = { Effect: 'Allow', Action: [...allowed], Resource: '*' };
  await call()('iam', 'PutRolePolicy', {
    RoleName: 'worker',
    PolicyName: 'work',
    PolicyDocument: document(statement),
  });
}

/** Lets EventBridge in for the rules that a pattern of ARNs names. */
async function admit(rules: string): Promise<void> {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QUEUE,
    Condition: { ArnLike: { 'aws:SourceArn': rules }, StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await call()('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } });
}

async function settled(): Promise<void> {
  for (const service of cloud.services()) await service.idle?.();
}

async function letters() {
  await settled();
  const { Messages = [] } = await call()('sqs', 'ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
  });
  return Messages.map(({ Body = '', MessageAttributes = {} }) => ({
    body: JSON.parse(Body),
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]),
    ),
  }));
}

describe('a rule whose target refuses', () => {
  beforeEach(async () => {
    await role();
    const EventPattern = JSON.stringify({ source: ['freehold'] });
    await call()('events', 'PutRule', { Name: 'start', EventPattern });
    const target = { Id: 'run', Arn: MACHINE, RoleArn: ROLE, DeadLetterConfig: { Arn: QUEUE } };
    await call()('events', 'PutTargets', { Rule: 'start', Targets: [target] });
  });
  const publish = () =>
    call()('events', 'PutEvents', {
      Entries: [{ Source: 'freehold', DetailType: 'ProductPublished', Detail: '{"product":"a.b"}' }],
    });

  it('sends the event to the queue of its target, with the reason', async () => {
    await admit(`arn:aws:events:${REGION}:${ACCOUNT}:rule/start`);
    await publish();
    expect(await letters()).toMatchObject([
      {
        body: { source: 'freehold', detail: { product: 'a.b' } },
        attributes: {
          RULE_ARN: `arn:aws:events:${REGION}:${ACCOUNT}:rule/start`,
          TARGET_ARN: MACHINE,
          ERROR_CODE: 'AccessDeniedException',
          RETRY_ATTEMPTS: '0',
        },
      },
    ]);
  });

  it('leaves a note where the queue’s policy names another rule', async () => {
    await admit(`arn:aws:events:${REGION}:${ACCOUNT}:rule/other`);
    await publish();
    expect(await letters()).toEqual([]);
    const [[, dead] = []] = eventsStore(cloud).deadLetters.list(SCOPE);
    expect(dead?.undelivered).toContain('not authorized to perform: sqs:SendMessage');
  });
});

describe('a schedule whose target refuses', () => {
  async function fire(): Promise<void> {
    await call()('scheduler', 'CreateScheduleGroup', { Name: 'g' });
    await call()('scheduler', 'CreateSchedule', {
      Name: 's',
      GroupName: 'g',
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: MACHINE,
        RoleArn: ROLE,
        Input: '{"trigger":"schedule","at":"<aws.scheduler.scheduled-time>"}',
        DeadLetterConfig: { Arn: QUEUE },
      },
    });
    startSchedules(cloud);
    now += 3_600_000;
    ticker(cloud).tick();
  }

  it('sends its input to the queue of its target, as its own role', async () => {
    await role('sqs:SendMessage');
    await fire();
    expect(await letters()).toMatchObject([
      {
        body: { trigger: 'schedule', at: '2026-03-01T13:00:00Z' },
        attributes: {
          SCHEDULE_ARN: `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/g/s`,
          ERROR_CODE: 'AccessDeniedException',
        },
      },
    ]);
  });

  it('sends nothing where its role may not', async () => {
    await role();
    await fire();
    expect(await letters()).toEqual([]);
  });
});

describe('a function that fails when it is invoked asynchronously', () => {
  async function make(): Promise<void> {
    const code = `export const handler = async () => { throw new Error('no'); };`;
    await call()('lambda', 'CreateFunction', {
      FunctionName: 'hello',
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Handler: 'index.handler',
      Code: { ZipFile: zip({ 'index.mjs': code }) },
    });
    await call()('lambda', 'PutFunctionEventInvokeConfig', {
      FunctionName: 'hello',
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: QUEUE } },
    });
  }

  it('sends the record of the invocation to its failure destination, as its own role', async () => {
    await role('sqs:SendMessage', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents');
    await make();
    expect(await call()('lambda', 'GetFunctionEventInvokeConfig', { FunctionName: 'hello' })).toMatchObject({
      DestinationConfig: { OnFailure: { Destination: QUEUE } },
    });
    await call()('lambda', 'Invoke', {
      FunctionName: 'hello',
      InvocationType: 'Event',
      Payload: Buffer.from('{"n":1}'),
    });
    expect(await letters()).toMatchObject([
      {
        body: {
          requestContext: {
            functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:hello:$LATEST`,
            condition: 'RetriesExhausted',
            approximateInvokeCount: 1,
          },
          requestPayload: { n: 1 },
          responsePayload: { errorType: 'Error', errorMessage: 'no' },
        },
      },
    ]);
  });

  it('cannot have a destination to which its role may not send', async () => {
    await role('logs:PutLogEvents');
    await expect(make()).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: `The function's execution role does not have permissions to call SendMessage on ${QUEUE}`,
    });
  });
});
