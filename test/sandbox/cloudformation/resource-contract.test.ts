import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { ensureBootstrap } from '../../../sandbox/assembly/bootstrap.ts';
import type { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { deleteStack } from '../../../sandbox/cloudformation/delete-stack.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import { RESOURCE_PROVIDERS } from '../../../sandbox/cloudformation/resources/providers.ts';
import type { StackResult } from '../../../sandbox/cloudformation/stack-event.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { stackState } from '../../../sandbox/cloudformation/stack-state.ts';
import { ACCOUNT, REGION, RESOURCE_CASES, type ResourceCase } from './resource-cases.ts';
import { serviceCloud } from './service-cloud.ts';

const SCOPE = { accountId: ACCOUNT, region: REGION };
const STACK = { name: 'mesh-local-case', account: ACCOUNT, region: REGION };

const deploy = (cloud: Cloud, { type, needs }: ResourceCase, properties: object, force = false) => {
  const Subject = { Type: type, Properties: properties, DependsOn: Object.keys(needs ?? {}) };
  const template = parseTemplate({ Resources: { ...needs, Subject } });
  return deployStack(cloud, { ...STACK, template, parameters: {}, tags: {}, constructPaths: {} }, { force });
};

async function readyCloud() {
  const ready = await serviceCloud();
  await ensureBootstrap(ready.cloud, SCOPE);
  return ready;
}

/** Status and whatever went wrong, so that a failing case says why. */
const told = (result: StackResult | undefined): string => {
  const problems = [...(result?.failures ?? []), ...(result?.leftovers ?? [])];
  return [result?.status, ...problems.map(({ logicalId, reason }) => `${logicalId}: ${reason}`)].join('; ');
};

/** What the engine knows of the subject. */
const subjectOf = (cloud: Cloud) => stackState(cloud, SCOPE, STACK.name).resource('Subject');

it('has a case for every resource type', () => {
  expect(RESOURCE_CASES.map(({ type }) => type).sort()).toEqual(
    RESOURCE_PROVIDERS.map(({ type }) => type).sort(),
  );
});

it.each(RESOURCE_CASES.filter(({ lacks }) => lacks !== undefined))(
  '$type is refused by the name of what the sandbox lacks',
  async (resource) => {
    await using ready = await readyCloud();
    const refused = await deploy(ready.cloud, resource, resource.first);
    expect(told(refused)).toContain(`the sandbox does not offer ${resource.lacks}`);
    expect(stackState(ready.cloud, SCOPE, STACK.name).resources()).toEqual([]);
  },
);

describe.each(RESOURCE_CASES.filter(({ lacks }) => lacks === undefined))('$type', (resource) => {
  const { first, second, replacement } = resource;

  it('is made, changed, replaced, deleted and made again', async () => {
    await using ready = await readyCloud();
    const { cloud } = ready;
    expect(told(await deploy(cloud, resource, first))).toBe('created');
    const made = subjectOf(cloud);
    expect(told(await deploy(cloud, resource, first, true))).toBe('updated');
    if (second !== undefined) {
      expect(told(await deploy(cloud, resource, second))).toBe('updated');
      expect(subjectOf(cloud)?.token).toBe(made?.token);
      expect(told(await deploy(cloud, resource, first))).toBe('updated');
    }
    if (replacement !== undefined) {
      const replaced = await deploy(cloud, resource, replacement);
      expect(told(replaced)).toBe('updated');
      expect(subjectOf(cloud)?.token).not.toBe(made?.token);
    }
    expect(told(await deleteStack(cloud, STACK))).toBe('deleted');
    expect(told(await deploy(cloud, resource, first))).toBe('created');
  });

  it('is made again after the process was killed before its creation was noted', async () => {
    await using ready = await readyCloud();
    const { cloud } = ready;
    expect(told(await deploy(cloud, resource, first))).toBe('created');
    const state = stackState(cloud, SCOPE, STACK.name);
    const record = state.resource('Subject');
    if (record === undefined) throw new Error('the subject was not made');
    const provider = RESOURCE_PROVIDERS.find(({ type }) => type === resource.type);
    const { physicalId: _noted, ...rest } = record;
    const { logicalId, type, token } = record;
    const stackId = state.read()?.id ?? '';
    const call = serviceCalls(cloud, { ...SCOPE, principal: { kind: 'root' } });
    const context = { ...SCOPE, cloud, call, stackName: STACK.name, stackId, logicalId, type, token };
    const physicalId = provider?.identify?.(record.properties, context);
    const known = physicalId === undefined ? {} : { physicalId };
    state.putResource({ ...rest, ...known, attributes: {}, status: 'creating', before: null });
    expect(told(await deploy(cloud, resource, first, true))).toBe('updated');
    expect(subjectOf(cloud)).toMatchObject({ status: 'complete', physicalId: expect.any(String) });
    expect(told(await deleteStack(cloud, STACK))).toBe('deleted');
  });
});
