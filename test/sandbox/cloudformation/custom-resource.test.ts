import { afterEach, describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { defineOperation } from '../../../sandbox/cloud/operation.ts';
import { customResourceResponses } from '../../../sandbox/cloudformation/custom-resource-responses.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import { type Gateway, startGateway } from '../../../sandbox/gateway/start-gateway.ts';
import { stackOf, thingCloud, thingProviders } from './thing-cloud.ts';

type Event = {
  readonly RequestType: string;
  readonly PhysicalResourceId?: string;
  readonly ResponseURL: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
};
type Answer = Readonly<Record<string, unknown>> | 'silence' | 'crash';

const providers = thingProviders;
const gateways: Gateway[] = [];
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
});

/** A cloud whose every Lambda function answers by `answer`. */
async function customCloud(answer: (event: Event) => Answer) {
  const { cloud, things } = thingCloud();
  const events: Event[] = [];
  cloud.register({
    name: 'lambda',
    operations: {
      Invoke: defineOperation<{ Payload: Uint8Array }, unknown>({
        service: 'lambda',
        name: 'Invoke',
        authorize: () => [],
        handle: async ({ Payload }) => {
          const event = JSON.parse(Buffer.from(Payload).toString('utf8')) as Event;
          events.push(event);
          const said = answer(event);
          if (said === 'silence') return {};
          if (said === 'crash')
            return { FunctionError: 'Unhandled', Payload: Buffer.from('{"errorMessage":"boom"}') };
          const { StackId, RequestId, LogicalResourceId } = event;
          const body = JSON.stringify({ StackId, RequestId, LogicalResourceId, Status: 'SUCCESS', ...said });
          await fetch(event.ResponseURL, { method: 'PUT', body });
          return {};
        },
      }),
    },
  });
  const routes = customResourceResponses(cloud);
  gateways.push(await startGateway({ cloud, port: 0, findKey: () => undefined, routes }));
  return { cloud, events, things };
}

const grants = (properties: object) =>
  stackOf(
    { G: { Type: 'Custom::Grants', Properties: { ServiceToken: 'arn:fn', ...properties } } },
    { Outputs: { Count: { Value: { 'Fn::GetAtt': ['G', 'Count'] } }, Id: { Value: { Ref: 'G' } } } },
  );

describe('custom resources', () => {
  it('hand properties over as texts, and take physical id and attributes from the answer', async () => {
    const { cloud, events } = await customCloud(() => ({ PhysicalResourceId: 'g-1', Data: { Count: '2' } }));
    const result = await deployStack(cloud, grants({ Limit: 3, On: true, List: [{ N: 1 }] }), { providers });
    expect(result).toMatchObject({ status: 'created', outputs: { Count: '2', Id: 'g-1' } });
    expect(events[0]).toMatchObject({
      RequestType: 'Create',
      ResourceType: 'Custom::Grants',
      LogicalResourceId: 'G',
      ResourceProperties: { ServiceToken: 'arn:fn', Limit: '3', On: 'true', List: [{ N: '1' }] },
    });
  });

  it('send old and new properties on update, and delete the old one after a change of its physical id', async () => {
    const { cloud, events } = await customCloud((event) => ({
      PhysicalResourceId: `g-${event.ResourceProperties['Limit']}`,
      Data: { Count: '1' },
    }));
    await deployStack(cloud, grants({ Limit: 1 }), { providers });
    await deployStack(cloud, grants({ Limit: 2 }), { providers });
    expect(events.slice(1)).toMatchObject([
      {
        RequestType: 'Update',
        PhysicalResourceId: 'g-1',
        ResourceProperties: { Limit: '2' },
        OldResourceProperties: { Limit: '1' },
      },
      { RequestType: 'Delete', PhysicalResourceId: 'g-1', ResourceProperties: { Limit: '1' } },
    ]);
  });

  it('fail with the reason that the function gives, and are asked to delete on the way back', async () => {
    const { cloud, events } = await customCloud(({ RequestType }) =>
      RequestType === 'Create' ? { Status: 'FAILED', Reason: 'no such table' } : {},
    );
    const result = await deployStack(cloud, grants({}), { providers });
    expect(result.failures).toMatchObject([
      { reason: 'no such table (CustomResourceFailed)', logicalId: 'G' },
    ]);
    expect(events.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
  });

  it('fail at once when the function throws, without waiting for its answer', async () => {
    const { cloud } = await customCloud(({ RequestType }) => (RequestType === 'Create' ? 'crash' : {}));
    const result = await deployStack(cloud, grants({}), { providers });
    expect(result.failures[0]?.reason).toBe('the function failed: boom (CustomResourceFailed)');
  });

  it('fail when the function does not answer in time', async () => {
    const { cloud } = await customCloud(({ RequestType }) => (RequestType === 'Create' ? 'silence' : {}));
    const result = await deployStack(cloud, grants({ ServiceTimeout: '1' }), { providers });
    expect(result.failures[0]?.reason).toContain('did not answer within 1 seconds');
  });

  it('refuse answers that are too long, and addresses that nobody waits at', async () => {
    const { cloud } = await customCloud(({ RequestType }) =>
      RequestType === 'Create' ? { Data: { Text: 'x'.repeat(5000) } } : {},
    );
    const result = await deployStack(cloud, grants({}), { providers });
    expect(result.failures[0]?.reason).toContain('longer than 4096 bytes');
    const stray = await fetch(`${cloud.endpoint}/_freehold/cfn-response/guess`, {
      method: 'PUT',
      body: '{}',
    });
    expect(stray.status).toBe(404);
  });

  it('take the update back when something else fails', async () => {
    const { cloud, events } = await customCloud(() => ({ PhysicalResourceId: 'g', Data: { Count: '1' } }));
    await deployStack(cloud, grants({ Limit: 1 }), { providers });
    const { template } = grants({ Limit: 2 });
    const Z = { Type: 'Test::Engine::Thing', Properties: { Name: 'z', Value: 'poison' }, DependsOn: 'G' };
    const Resources = { ...template.Resources, Z };
    await deployStack(
      cloud,
      { ...grants({}), template: parseTemplate({ ...template, Resources }) },
      { providers },
    );
    expect(
      events
        .slice(1)
        .map(({ RequestType, ResourceProperties }) => [RequestType, ResourceProperties['Limit']]),
    ).toEqual([
      ['Update', '2'],
      ['Update', '1'],
    ]);
  });
});
