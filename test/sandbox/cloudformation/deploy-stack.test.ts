import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { deleteStack } from '../../../sandbox/cloudformation/delete-stack.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import type { StackEvent } from '../../../sandbox/cloudformation/stack-event.ts';
import { stackState } from '../../../sandbox/cloudformation/stack-state.ts';
import { ACCOUNT, REGION, SCOPE, stackOf, thingCloud, thingProviders } from './thing-cloud.ts';

const providers = thingProviders;
const name = 'mesh-local-things';

function thing(properties: object, more: object = {}) {
  return { Type: 'Test::Engine::Thing', Properties: properties, ...more };
}

/** `B` refers to `A`. */
const pair = (a: object, b: object = {}) =>
  stackOf({
    B: thing({ Name: 'b', Value: { 'Fn::Sub': 'uses ${A}' }, ...b }),
    A: thing({ Name: 'a', ...a }),
  });

describe('deployStack', () => {
  it('makes resources after those that they refer to, and tells each step', async () => {
    const { cloud, things } = thingCloud();
    const events: StackEvent[] = [];
    const result = await deployStack(cloud, pair({ Value: '1' }), {
      providers,
      onEvent: (event) => events.push(event),
    });
    expect(result).toMatchObject({ status: 'created', failures: [] });
    expect(things()).toEqual([
      { name: 'a', value: '1' },
      { name: 'b', value: 'uses a' },
    ]);
    expect(events.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual([
      'mesh-local-things CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_COMPLETE',
      'B CREATE_IN_PROGRESS',
      'B CREATE_COMPLETE',
      'mesh-local-things CREATE_IN_PROGRESS',
      'mesh-local-things CREATE_COMPLETE',
    ]);
  });

  it('answers unchanged without touching anything when nothing was changed', async () => {
    const { cloud } = thingCloud();
    await deployStack(cloud, pair({}), { providers });
    const events: StackEvent[] = [];
    const again = await deployStack(cloud, pair({}), { providers, onEvent: (event) => events.push(event) });
    expect(again.status).toBe('unchanged');
    expect(events).toEqual([]);
  });

  it('updates in place, and replaces where a property is create-only, new before old', async () => {
    const { cloud, things } = thingCloud();
    await deployStack(cloud, pair({ Value: '1' }), { providers });
    const updated = await deployStack(cloud, pair({ Value: '2' }), { providers });
    expect(updated.status).toBe('updated');
    expect(things()).toContainEqual({ name: 'a', value: '2' });
    const events: StackEvent[] = [];
    const onEvent = (event: StackEvent) => events.push(event);
    await deployStack(cloud, pair({ Name: 'a2' }), { providers, onEvent });
    expect(things()).toEqual([
      { name: 'a2', value: '' },
      { name: 'b', value: 'uses a2' },
    ]);
    expect(events.at(-3)).toMatchObject({ logicalId: 'A', physicalId: 'a', status: 'DELETE_IN_PROGRESS' });
  });

  it('refuses to replace a resource by another of the same custom name, as CloudFormation does', async () => {
    const { cloud, things } = thingCloud();
    const fixed = (Fixed: boolean) => stackOf({ A: thing({ Name: 'a', Fixed }) });
    await deployStack(cloud, fixed(false), { providers });
    const result = await deployStack(cloud, fixed(true), { providers });
    expect(result.failures[0]?.reason).toContain(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename a and update',
    );
    expect(things()).toHaveLength(1);
    expect(stackState(cloud, SCOPE, name).read()?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  it('deletes what has left the template, dependents first, unless its policy keeps it', async () => {
    const { cloud, things } = thingCloud();
    const keep = thing({ Name: 'kept' }, { DeletionPolicy: 'Retain' });
    const first = pair({});
    const Resources = { ...first.template.Resources, Keep: keep };
    await deployStack(cloud, { ...first, template: parseTemplate({ Resources }) }, { providers });
    await deployStack(cloud, stackOf({ C: thing({ Name: 'c' }) }), { providers });
    expect(things().map((item) => item.name)).toEqual(['c', 'kept']);
  });

  it('takes back what a failed creation made', async () => {
    const { cloud, things } = thingCloud();
    const result = await deployStack(
      cloud,
      pair({}, { Value: 'poison', Tags: [{ 'Fn::GetAtt': ['A', 'Arn'] }] }),
      {
        providers,
      },
    );
    expect(result).toMatchObject({
      status: 'failed',
      failures: [
        {
          logicalId: 'B',
          type: 'Test::Engine::Thing',
          constructPath: 'things/B/Resource',
          reason: 'b is poisoned (PoisonException)',
        },
      ],
    });
    expect(things()).toEqual([]);
    expect((await deployStack(cloud, pair({}), { providers })).status).toBe('created');
  });

  it('restores updated, replaced, removed and new resources when an update fails', async () => {
    const { cloud, things } = thingCloud();
    const first = stackOf({
      A: thing({ Name: 'a', Value: '1' }),
      R: thing({ Name: 'r', Value: '1' }),
      E: { Type: 'Test::Engine::Exclusive', Properties: { Name: 'e', Value: '1' } },
      Gone: thing({ Name: 'gone' }),
    });
    await deployStack(cloud, first, { providers });
    const before = things();
    const second = stackOf({
      A: thing({ Name: 'a', Value: '2' }),
      R: thing({ Name: 'r2', Value: '2' }),
      E: { Type: 'Test::Engine::Exclusive', Properties: { Name: 'e', Value: '2' } },
      New: thing({ Name: 'new' }),
      Z: thing({ Name: 'z', Value: 'poison' }, { DependsOn: ['A', 'R', 'E', 'New'] }),
    });
    const result = await deployStack(cloud, second, { providers });
    expect(result.status).toBe('failed');
    expect(things()).toEqual(before);
    expect(stackState(cloud, SCOPE, name).read()?.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await deployStack(cloud, first, { providers })).status).toBe('unchanged');
  });

  it('never takes over a resource that is there already, nor deletes it while rolling back', async () => {
    const { cloud, things } = thingCloud();
    await deployStack(cloud, { ...pair({}), name: 'other' }, { providers });
    const result = await deployStack(cloud, pair({}), { providers });
    expect(result.failures[0]?.reason).toEqual(
      expect.stringContaining(
        'a already exists outside of this stack; adopt it with `mesh deploy --adopt` or `cdk deploy --import-existing-resources`',
      ),
    );
    expect(things().map((item) => item.name)).toEqual(['a', 'b']);
  });

  it('names everything that it cannot make before it touches anything', async () => {
    const { cloud, things } = thingCloud();
    const input = stackOf({
      A: thing({ Name: 'a' }),
      Q: { Type: 'AWS::SQS::Queue', Properties: {} },
      P: thing({ Nmae: 'p' }),
    });
    const result = await deployStack(cloud, input, { providers });
    expect(things()).toEqual([]);
    expect(result.failures).toMatchInlineSnapshot(`
      [
        {
          "constructPath": "things/Q/Resource",
          "logicalId": "Q",
          "reason": "the sandbox cannot make AWS::SQS::Queue; to add it, copy sandbox/cloudformation/resources/sns-topic.ts to sandbox/cloudformation/resources/sqs-queue.ts and list it in sandbox/cloudformation/resources/providers.ts",
          "type": "AWS::SQS::Queue",
        },
        {
          "constructPath": "things/P/Resource",
          "logicalId": "P",
          "reason": "the sandbox does not know property "Nmae" of Test::Engine::Thing; did you mean "Name"?; add it in sandbox/cloudformation/resources/engine-thing.ts",
          "type": "Test::Engine::Thing",
        },
      ]
    `);
  });

  it('fails on a template that it does not understand, in words', async () => {
    const { cloud } = thingCloud();
    const imports = stackOf({ A: thing({ Value: { 'Fn::ImportValue': 'x' } }) });
    const circle = stackOf({ A: thing({ Value: { Ref: 'B' } }), B: thing({ Value: { Ref: 'A' } }) });
    const reasons = [];
    for (const input of [imports, circle])
      reasons.push((await deployStack(cloud, input, { providers })).failures);
    expect(reasons.map(([failure]) => failure?.reason)).toMatchInlineSnapshot(`
      [
        "Resources.A.Properties.Value: Fn::ImportValue is not supported; stacks refer to each other by fixed names or SSM parameters, never by exports",
        "template: circular dependency: A → B → A",
      ]
    `);
  });

  it('resolves outputs, and undoes the deployment when one cannot be resolved', async () => {
    const { cloud, things } = thingCloud();
    const A = thing({ Name: 'a' });
    const good = { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['A', 'Arn'] } } } };
    const bad = { Outputs: { Arn: { Value: { 'Fn::GetAtt': ['A', 'Nothing'] } } } };
    const failed = await deployStack(cloud, stackOf({ A }, bad), { providers });
    expect(failed).toMatchObject({
      status: 'failed',
      failures: [{ reason: expect.stringContaining('Nothing') }],
    });
    expect(things()).toEqual([]);
    const result = await deployStack(cloud, stackOf({ A }, good), { providers });
    expect(result.outputs).toEqual({ Arn: 'arn:thing/a' });
  });

  it('gives unnamed resources a name of stack, logical id and token, and stack tags', async () => {
    const { cloud, things } = thingCloud();
    await deployStack(cloud, { ...stackOf({ A: thing({}) }), tags: { owner: 'x' } }, { providers });
    expect(things()[0]?.name).toMatch(/^mesh-local-things-A-[0-9A-F]{12}$/);
    expect(stackState(cloud, SCOPE, name).resource('A')?.properties['Tags']).toEqual([
      { Key: 'owner', Value: 'x' },
    ]);
  });

  it('refuses a second operation on the same stack', async () => {
    const { cloud } = thingCloud();
    const first = deployStack(cloud, pair({}), { providers });
    await expect(deployStack(cloud, pair({}), { providers })).rejects.toThrow('is being changed already');
    expect((await first).status).toBe('created');
  });
});

describe('deleteStack', () => {
  it('deletes dependents first and forgets the stack', async () => {
    const { cloud, things } = thingCloud();
    await deployStack(cloud, pair({}), { providers });
    const result = await deleteStack(cloud, { name, account: ACCOUNT, region: REGION }, { providers });
    expect(result?.status).toBe('deleted');
    expect(things()).toEqual([]);
    expect(stackState(cloud, SCOPE, name).read()).toBeUndefined();
  });

  it('refuses a stack with termination protection', async () => {
    const { cloud, things } = thingCloud();
    await deployStack(cloud, { ...pair({}), terminationProtection: true }, { providers });
    const result = await deleteStack(cloud, { name, account: ACCOUNT, region: REGION }, { providers });
    expect(result?.failures[0]?.reason).toBe('termination protection is on for mesh-local-things');
    expect(things()).toHaveLength(2);
  });
});
