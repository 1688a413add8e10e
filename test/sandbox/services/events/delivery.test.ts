import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import type { Caller } from '../../../../sandbox/cloud/caller.ts';
import type { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { deliveries } from '../../../../sandbox/services/events/deliveries.ts';
import { emitServiceEvent } from '../../../../sandbox/services/events/emit.ts';
import { createArchive, describeArchive } from '../../../../sandbox/services/events/operations/archives.ts';
import { putPermission } from '../../../../sandbox/services/events/operations/bus-policy.ts';
import { createEventBus } from '../../../../sandbox/services/events/operations/buses.ts';
import { putEvents } from '../../../../sandbox/services/events/operations/put-events.ts';
import { putRule } from '../../../../sandbox/services/events/operations/put-rule.ts';
import { putTargets } from '../../../../sandbox/services/events/operations/targets.ts';
import { createEventsService } from '../../../../sandbox/services/events/service.ts';
import { eventsStore } from '../../../../sandbox/services/events/store.ts';
import { fakeService } from '../states/machine.ts';
import { ACCOUNT, REGION, ROLE, ROOT, SCOPE, testCloud } from '../test-cloud.ts';

const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:m:live`;
const OTHER = '222222222222';
const THIRD = '333333333333';
const root = (accountId: string): Caller => ({ ...ROOT, accountId });
const busOf = (account: string) => `arn:aws:events:${REGION}:${account}:event-bus/bus`;

type Started = { stateMachineArn: string; name: string; input: string };

function withStates(cloud: Cloud, answer: (input: Started) => unknown = () => ({})): Started[] {
  const started: Started[] = [];
  cloud.register(createEventsService(cloud));
  cloud.register(
    fakeService('states', {
      StartExecution: (input: Started) => {
        started.push(input);
        return answer(input);
      },
    }),
  );
  return started;
}

async function rule(
  cloud: Cloud,
  options: { pattern: unknown; target: Partial<Target>; account?: string; bus?: string },
) {
  const caller = root(options.account ?? ACCOUNT);
  const where = { EventBusName: options.bus ?? 'default' };
  const Id = options.target.Id ?? 't';
  await cloud.call(caller, putRule, { Name: 'r', EventPattern: JSON.stringify(options.pattern), ...where });
  const RoleArn = `arn:aws:iam::${caller.accountId}:role/events`;
  const Targets = [{ Arn: MACHINE, RoleArn, ...options.target, Id }];
  await cloud.call(caller, putTargets, { Rule: 'r', Targets, ...where });
}

const landed = (cloud: Cloud, key = 'a.csv') =>
  emitServiceEvent(cloud, {
    ...SCOPE,
    source: 'aws.s3',
    detailType: 'Object Created',
    detail: { object: { key, size: 3 } },
    resources: [],
  });

describe('a rule', () => {
  it('starts a state machine as its role, once for each matching event', async () => {
    await using test = testCloud();
    const started = withStates(test.cloud);
    await rule(test.cloud, {
      pattern: { source: ['aws.s3'], detail: { object: { key: [{ suffix: '.csv' }] } } },
      target: { RoleArn: ROLE },
    });
    landed(test.cloud);
    landed(test.cloud, 'b.txt');
    await deliveries(test.cloud).idle();
    expect(started).toHaveLength(1);
    expect(JSON.parse(started[0]?.input ?? '')).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      account: ACCOUNT,
      time: '2026-03-01T12:00:00Z',
      detail: { object: { key: 'a.csv' } },
    });
    expect(started[0]?.name.length).toBeLessThanOrEqual(80);
    const asked = test.calls.find(({ request }) => request.action === 'states:StartExecution');
    expect(asked?.caller.principal).toMatchObject({ kind: 'role', arn: ROLE });
  });

  it.each<[target: Partial<Target>, input: unknown]>([
    [{ Input: '{"trigger":"landing"}' }, { trigger: 'landing' }],
    [{ InputPath: '$.detail.object' }, { key: 'a.csv', size: 3 }],
    [
      {
        InputTransformer: {
          InputPathsMap: {
            key: '$.detail.object.key',
            size: '$.detail.object.size',
            type: "$['detail-type']",
          },
          InputTemplate:
            '{"text": "<key> has <size>", "n": <size>, "type": <type>, "rule": "<aws.events.rule-name>"}',
        },
      },
      { text: 'a.csv has 3', n: 3, type: 'Object Created', rule: 'r' },
    ],
  ])('gives its target the input of %j', async (target, expected) => {
    await using test = testCloud();
    const started = withStates(test.cloud);
    await rule(test.cloud, { pattern: { source: ['aws.s3'] }, target });
    landed(test.cloud);
    await deliveries(test.cloud).idle();
    expect(JSON.parse(started[0]?.input ?? '')).toEqual(expected);
  });

  it('tries a throttled target again under the same name, and buries what is denied', async () => {
    await using test = testCloud();
    let tries = 0;
    const started = withStates(test.cloud, () => {
      tries += 1;
      if (tries < 3) throw new AwsError('ThrottlingException', 'slow down');
      if (tries > 3) throw new AwsError('AccessDeniedException', 'no');
      return {};
    });
    await rule(test.cloud, { pattern: { source: ['aws.s3'] }, target: {} });
    const ticking = setInterval(() => test.advance(1_000), 5);
    landed(test.cloud);
    await deliveries(test.cloud).idle();
    expect(new Set(started.map(({ name }) => name)).size).toBe(1);
    expect(started).toHaveLength(3);
    landed(test.cloud);
    await deliveries(test.cloud).idle();
    clearInterval(ticking);
    const dead = eventsStore(test.cloud).deadLetters.list(SCOPE);
    expect(dead.map(([, { errorCode, attempts }]) => [errorCode, attempts])).toEqual([
      ['AccessDeniedException', 1],
    ]);
  });

  it('refuses targets that could not be delivered to', async () => {
    await using test = testCloud();
    withStates(test.cloud);
    const pattern = { source: ['aws.s3'] };
    const refused = { code: 'ValidationException' };
    await expect(
      rule(test.cloud, { pattern, target: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:q` } }),
    ).rejects.toMatchObject(refused);
    await expect(
      rule(test.cloud, { pattern, target: { RoleArn: `arn:aws:iam::${OTHER}:role/r` } }),
    ).rejects.toMatchObject(refused);
    await expect(
      rule(test.cloud, { pattern, target: { DeadLetterConfig: { Arn: 'arn' } } }),
    ).rejects.toMatchObject(refused);
    await expect(rule(test.cloud, { pattern, target: { Input: '{' } })).rejects.toMatchObject(refused);
  });
});

describe('between accounts', () => {
  async function mesh(cloud: Cloud) {
    const started = withStates(cloud);
    for (const account of [ACCOUNT, OTHER, THIRD]) {
      await cloud.call(root(account), createEventBus, { Name: 'bus' });
    }
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: 'events:PutEvents',
          Resource: busOf(OTHER),
        },
      ],
    });
    await cloud.call(root(OTHER), putPermission, { EventBusName: 'bus', Policy });
    const pattern = { source: ['freehold'] };
    await rule(cloud, { pattern, bus: 'bus', target: { Arn: busOf(OTHER) } });
    return { started, pattern };
  }
  const publish = (cloud: Cloud) =>
    cloud.call(ROOT, putEvents, {
      Entries: [
        {
          EventBusName: 'bus',
          Source: 'freehold',
          DetailType: 'ProductPublished',
          Detail: '{"product":"a.b"}',
        },
      ],
    });

  it('an event keeps its id and its account on the other bus, whose policy is asked', async () => {
    await using test = testCloud();
    const { started, pattern } = await mesh(test.cloud);
    const target = { Arn: MACHINE.replace(ACCOUNT, OTHER) };
    await rule(test.cloud, {
      pattern: { ...pattern, account: [ACCOUNT] },
      account: OTHER,
      bus: 'bus',
      target,
    });
    const { Entries = [] } = await publish(test.cloud);
    await deliveries(test.cloud).idle();
    expect(started).toHaveLength(1);
    expect(JSON.parse(started[0]?.input ?? '')).toMatchObject({ id: Entries[0]?.EventId, account: ACCOUNT });
    const across = test.calls.filter(({ request }) => request.resource === busOf(OTHER)).at(-1);
    expect(across?.request).toMatchObject({
      action: 'events:PutEvents',
      resourceAccount: OTHER,
      resourcePolicy: { Statement: [{ Effect: 'Allow' }] },
      context: { 'events:source': 'freehold', 'events:detail-type': 'ProductPublished' },
    });
    expect(across?.caller).toMatchObject({ accountId: ACCOUNT, principal: { kind: 'role' } });
  });

  it('a bus does not send on what came from another bus', async () => {
    await using test = testCloud();
    const { pattern } = await mesh(test.cloud);
    await rule(test.cloud, { pattern, account: OTHER, bus: 'bus', target: { Arn: busOf(THIRD) } });
    await publish(test.cloud);
    await deliveries(test.cloud).idle();
    const [dead] = eventsStore(test.cloud).deadLetters.list({ accountId: OTHER, region: REGION });
    expect(dead?.[1].errorMessage).toContain('does not send an event on to a third bus');
  });

  it('an event that IAM refuses is a dead letter of the sender', async () => {
    await using test = testCloud({
      allows: (caller, { action, resource }) =>
        action !== 'events:PutEvents' || resource !== busOf(OTHER) || caller.principal.kind === 'root',
    });
    await mesh(test.cloud);
    await publish(test.cloud);
    await deliveries(test.cloud).idle();
    const [dead] = eventsStore(test.cloud).deadLetters.list(SCOPE);
    expect(dead?.[1].errorCode).toBe('AccessDeniedException');
  });
});

describe('PutEvents', () => {
  it('answers for each entry whether it was taken', async () => {
    await using test = testCloud();
    withStates(test.cloud);
    const { FailedEntryCount, Entries = [] } = await test.cloud.call(ROOT, putEvents, {
      Entries: [
        { Source: 's', DetailType: 't', Detail: '{}' },
        { Source: 's', DetailType: 't', Detail: '[]' },
        { Source: 'aws.s3', DetailType: 't', Detail: '{}' },
        { DetailType: 't', Detail: '{}' },
      ],
    });
    expect(FailedEntryCount).toBe(3);
    expect(Entries.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'InvalidArgument',
    ]);
  });

  it('keeps events in an archive that matches', async () => {
    await using test = testCloud();
    withStates(test.cloud);
    await test.cloud.call(ROOT, createArchive, {
      ArchiveName: 'all',
      EventSourceArn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`,
      EventPattern: '{"source":["s"]}',
    });
    const entry = { DetailType: 't', Detail: '{}' };
    await test.cloud.call(ROOT, putEvents, {
      Entries: [
        { ...entry, Source: 's' },
        { ...entry, Source: 'x' },
      ],
    });
    expect(await test.cloud.call(ROOT, describeArchive, { ArchiveName: 'all' })).toMatchObject({
      EventCount: 1,
    });
  });
});

describe('a killed process', () => {
  it('loses no event that was accepted', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'freehold-events-'));
    const store = join(directory, 'state.db');
    const first = testCloud({ directory, store });
    const before = withStates(first.cloud, () => new Promise(() => undefined));
    await rule(first.cloud, { pattern: { source: ['aws.s3'] }, target: {} });
    landed(first.cloud);
    await expect.poll(() => before.length).toBe(1);
    landed(first.cloud, 'second.csv');
    // Killed: the first target never answered, the second event was only written.
    const second = testCloud({ directory, store });
    const after = withStates(second.cloud);
    for (const service of second.cloud.services()) await service.start?.(second.cloud);
    await deliveries(second.cloud).idle();
    expect(after.map(({ input }) => JSON.parse(input).detail.object.key).toSorted()).toEqual([
      'a.csv',
      'second.csv',
    ]);
    expect(after.map(({ name }) => name)).toContain(before[0]?.name);
    await second[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  it('keeps nothing of an event whose transaction was rolled back', async () => {
    await using test = testCloud();
    const started = withStates(test.cloud);
    await rule(test.cloud, { pattern: { source: ['aws.s3'] }, target: {} });
    expect(() =>
      test.cloud.store.transaction(() => {
        landed(test.cloud);
        throw new Error('rolled back');
      }),
    ).toThrow('rolled back');
    await deliveries(test.cloud).idle();
    expect(started).toEqual([]);
  });
});
