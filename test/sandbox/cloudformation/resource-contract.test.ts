import { describe, expect, it } from 'vitest';
import type { ResolvedProperties } from '../../../core/cloudformation/diff-properties.ts';
import { propertyDifferences } from '../../../core/cloudformation/property-differences.ts';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { ensureBootstrap } from '../../../sandbox/assembly/bootstrap.ts';
import type { Cloud } from '../../../sandbox/cloud/cloud.ts';
import { deleteStack } from '../../../sandbox/cloudformation/delete-stack.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import { detectDrift } from '../../../sandbox/cloudformation/detect-drift.ts';
import { openStack } from '../../../sandbox/cloudformation/open-stack.ts';
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

/** Nobody but its function knows a custom resource; the CDK's own metadata is nowhere. */
const UNSEEN: readonly string[] = ['AWS::CDK::Metadata'];

it.each(RESOURCE_PROVIDERS.filter(({ type }) => !UNSEEN.includes(type)))(
  '$type can be compared with what is there',
  ({ describe: read }) => {
    expect(read).toBeTypeOf('function');
  },
);

const runOf = (cloud: Cloud) => {
  const opened = openStack(cloud, STACK, {});
  if (opened === undefined) throw new Error('there is no stack');
  return opened.run;
};

/** Resources that are not as the template says, in words. */
async function driftIn(cloud: Cloud): Promise<readonly string[]> {
  return (await detectDrift(runOf(cloud)))
    .filter(({ status }) => status !== 'IN_SYNC' && status !== 'NOT_CHECKED')
    .map((drift) => `${drift.type} ${drift.status} ${drift.reason ?? JSON.stringify(drift.differences)}`);
}

async function actualOf(cloud: Cloud): Promise<ResolvedProperties> {
  const subject = (await detectDrift(runOf(cloud))).find(({ logicalId }) => logicalId === 'Subject');
  return subject?.actual ?? {};
}

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
    expect(await driftIn(cloud)).toEqual([]);
    const before = await actualOf(cloud);
    if (second !== undefined) {
      expect(told(await deploy(cloud, resource, second))).toBe('updated');
      expect(await driftIn(cloud)).toEqual([]);
      // What was there before is not what the second template says.
      expect(propertyDifferences(subjectOf(cloud)?.properties ?? {}, before)).not.toEqual([]);
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
