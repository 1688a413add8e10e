import { afterEach, describe, expect, it } from 'vitest';
import { bootstrapBucket } from '../../../sandbox/assembly/bootstrap-names.ts';
import { customResourceResponses } from '../../../sandbox/cloudformation/custom-resource-responses.ts';
import { deployAssembly } from '../../../sandbox/cloudformation/deploy-assembly.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import type { StackEvent } from '../../../sandbox/cloudformation/stack-event.ts';
import { startGateway } from '../../../sandbox/gateway/start-gateway.ts';
import { findAccessKey } from '../../../sandbox/services/sts/sessions.ts';
import { OPERATIONS, REGION, synthesize } from '../assembly/assembly-app.ts';
import { serviceCloud } from './service-cloud.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listeningCloud() {
  const ready = await serviceCloud();
  const { cloud } = ready;
  const findKey = (key: string) => findAccessKey(cloud, key);
  const gateway = await startGateway({ cloud, port: 0, findKey, routes: customResourceResponses(cloud) });
  closing.push(async () => {
    await gateway.close();
    await ready[Symbol.asyncDispose]();
  });
  return cloud;
}

const statuses = (result: Awaited<ReturnType<typeof deployAssembly>>) =>
  Object.fromEntries(result.stacks.map(({ name, status, failure }) => [name, failure ?? status]));

describe('deployAssembly', () => {
  it('deploys every stack in order, with assets and custom resources, and then finds nothing to do', async () => {
    using app = synthesize();
    const cloud = await listeningCloud();
    const events: StackEvent[] = [];
    const first = await deployAssembly(cloud, app.assembly, { onEvent: (event) => events.push(event) });
    expect(statuses(first)).toEqual({
      'mesh-operations-namespace': 'created',
      'mesh-operations-flights': 'created',
      'mesh-platform': 'created',
    });
    const root = { principal: { kind: 'root' } as const, accountId: OPERATIONS, region: REGION };
    const call = serviceCalls(cloud, root);
    const assets = await call('s3', 'ListObjectsV2', { Bucket: bootstrapBucket(root) });
    expect(assets.KeyCount).toBe(3);
    const greeting = events.find(
      ({ type, status }) => type === 'Custom::Greeting' && status === 'CREATE_COMPLETE',
    );
    expect(greeting).toMatchObject({
      physicalId: 'greeting',
      constructPath: 'operations/Product/Greeting/Default',
    });
    const again = await deployAssembly(cloud, app.assembly);
    expect(new Set(again.stacks.map(({ status }) => status))).toEqual(new Set(['unchanged']));
  });

  it('updates only what was changed', async () => {
    const cloud = await listeningCloud();
    using first = synthesize({ parameter: 'a' });
    await deployAssembly(cloud, first.assembly);
    using second = synthesize({ parameter: 'b' });
    expect(statuses(await deployAssembly(cloud, second.assembly))).toEqual({
      'mesh-operations-namespace': 'unchanged',
      'mesh-operations-flights': 'unchanged',
      'mesh-platform': 'updated',
    });
  });

  it('deploys only the stacks that patterns name, and refuses a pattern that names none', async () => {
    using app = synthesize();
    const cloud = await listeningCloud();
    const result = await deployAssembly(cloud, app.assembly, { stacks: ['Plat*'] });
    expect(statuses(result)).toEqual({ 'mesh-platform': 'created' });
    await expect(deployAssembly(cloud, app.assembly, { stacks: ['safety/**'] })).rejects.toThrow(
      'no stack matches "safety/**"',
    );
  });

  it('names what it cannot make by construct path, and skips what depends on it', async () => {
    using app = synthesize({ unsupported: true });
    const cloud = await listeningCloud();
    expect(statuses(await deployAssembly(cloud, app.assembly))).toMatchInlineSnapshot(`
      {
        "mesh-operations-flights": "a stack that it depends on failed",
        "mesh-operations-namespace": "operations/Namespace/Stream (AWS::Kinesis::Stream Stream): the sandbox cannot make AWS::Kinesis::Stream; to add it, copy sandbox/cloudformation/resources/sns-topic.ts to sandbox/cloudformation/resources/kinesis-stream.ts and list it in sandbox/cloudformation/resources/providers.ts",
        "mesh-platform": "created",
      }
    `);
  });
});
