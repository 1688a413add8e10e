import { expect, it } from 'vitest';
import { Store } from '../../../sandbox/cloud/store.ts';
import { deleteStack } from '../../../sandbox/cloudformation/delete-stack.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import { isCutShort, resumeStack } from '../../../sandbox/cloudformation/resume-stack.ts';
import type { StackInput } from '../../../sandbox/cloudformation/stack-input.ts';
import { stackState } from '../../../sandbox/cloudformation/stack-state.ts';
import {
  ACCOUNT,
  type Interrupt,
  REGION,
  SCOPE,
  stackOf,
  thingCloud,
  thingProviders,
} from './thing-cloud.ts';

const providers = thingProviders;
const thing = (properties: object, more: object = {}) => ({
  Type: 'Test::Engine::Thing',
  Properties: properties,
  ...more,
});

const FIRST = stackOf({
  A: thing({ Value: '1' }),
  R: thing({ Name: 'r', Value: '1' }),
  E: { Type: 'Test::Engine::Exclusive', Properties: { Name: 'e', Value: '1' } },
  Gone: thing({ Name: 'gone', Value: { 'Fn::Sub': 'uses ${R}' } }),
});
const SECOND = stackOf({
  A: thing({ Value: '2' }),
  R: thing({ Name: 'r2', Value: '2' }),
  E: { Type: 'Test::Engine::Exclusive', Properties: { Name: 'e', Value: '2' } },
  New: thing({ Value: { 'Fn::Sub': 'uses ${R}' } }),
});
const FAILING = stackOf({
  ...SECOND.template.Resources,
  Z: thing({ Name: 'z', Value: 'poison' }, { DependsOn: ['A', 'R', 'E', 'New'] }),
});

/** Stops for ever at the nth point: what a killed process leaves is what is in the store by then. */
function killAt(point: number): { readonly interrupt: Interrupt; readonly killed: Promise<'killed'> } {
  let count = 0;
  let kill: (value: 'killed') => void = () => undefined;
  const killed = new Promise<'killed'>((resolve) => {
    kill = resolve;
  });
  const interrupt: Interrupt = async () => {
    count += 1;
    if (count < point) return;
    kill('killed');
    await new Promise(() => undefined);
  };
  return { interrupt, killed };
}

/** Every point of the second deployment at which the process can die, until it survives. */
async function eachKill(
  attempt: StackInput,
  afterwards: (store: Store, point: number) => Promise<void>,
): Promise<number> {
  for (let point = 1; point < 100; point += 1) {
    const store = new Store(':memory:');
    await deployStack(thingCloud(store).cloud, FIRST, { providers });
    const { interrupt, killed } = killAt(point);
    const deployment = deployStack(thingCloud(store, interrupt).cloud, attempt, { providers });
    const outcome = await Promise.race([killed, deployment]);
    await afterwards(store, point);
    if (outcome !== 'killed') return point;
  }
  throw new Error('the deployment never ended');
}

const valuesOf = (store: Store) => {
  const names = new Map(
    thingCloud(store)
      .things()
      .map((item) => [item.name, item.value]),
  );
  return [...names].map(([key, value]) => `${key.replace(/[0-9A-F]{12}$/, '#')}=${value}`).sort();
};

it('ends in the same state wherever the process was killed, when it is deployed again', async () => {
  const points = await eachKill(SECOND, async (store, point) => {
    const again = await deployStack(thingCloud(store).cloud, SECOND, { providers });
    expect(again.failures, `killed at ${point}`).toEqual([]);
    expect(again.leftovers, `killed at ${point}`).toEqual([]);
    expect(valuesOf(store), `killed at ${point}`).toEqual([
      'e=2',
      'mesh-local-things-A-#=2',
      'mesh-local-things-New-#=uses r2',
      'r2=2',
    ]);
  });
  expect(points).toBeGreaterThan(10);
});

it('goes back to the old template from wherever the process was killed', async () => {
  await eachKill(SECOND, async (store, point) => {
    const back = await deployStack(thingCloud(store).cloud, FIRST, { providers });
    expect(back.failures, `killed at ${point}`).toEqual([]);
    expect(valuesOf(store), `killed at ${point}`).toEqual([
      'e=1',
      'gone=uses r',
      'mesh-local-things-A-#=1',
      'r=1',
    ]);
  });
});

it('rolls back to the last good state although the process was killed in between', async () => {
  await eachKill(SECOND, async (store, point) => {
    const state = stackState(thingCloud(store).cloud, SCOPE, FIRST.name);
    const isDone = state.read()?.status === 'UPDATE_COMPLETE' || state.resource('Gone') === undefined;
    const failed = await deployStack(thingCloud(store).cloud, FAILING, { providers });
    expect(failed.status, `killed at ${point}`).toBe('failed');
    if (isDone) return;
    expect(valuesOf(store), `killed at ${point}`).toEqual([
      'e=1',
      'gone=uses r',
      'mesh-local-things-A-#=1',
      'r=1',
    ]);
  });
});

it('recovers from a kill in the middle of a rollback', async () => {
  await eachKill(FAILING, async (store, point) => {
    const back = await deployStack(thingCloud(store).cloud, FIRST, { providers });
    expect(back.failures, `killed at ${point}`).toEqual([]);
    expect(valuesOf(store), `killed at ${point}`).toEqual([
      'e=1',
      'gone=uses r',
      'mesh-local-things-A-#=1',
      'r=1',
    ]);
  });
});

const NAMED = { name: FIRST.name, account: ACCOUNT, region: REGION };
const statusIn = (store: Store) => stackState(thingCloud(store).cloud, SCOPE, FIRST.name).read()?.status;

it.each([
  ['deployment', SECOND, 'UPDATE_COMPLETE', 'e=2'],
  ['deployment that fails', FAILING, 'UPDATE_ROLLBACK_COMPLETE', 'e=1'],
])(
  'goes on with a %s wherever the process was killed, as nobody’s call',
  async (_what, attempt, end, value) => {
    let resumed = 0;
    await eachKill(attempt, async (store, point) => {
      const { cloud } = thingCloud(store);
      const record = stackState(cloud, SCOPE, FIRST.name).read();
      if (record === undefined || !isCutShort(cloud, NAMED, record)) return;
      resumed += 1;
      await resumeStack(cloud, NAMED, { providers });
      expect(statusIn(store), `killed at ${point}`).toBe(end);
      expect(valuesOf(store), `killed at ${point}`).toContain(value);
      expect(stackState(cloud, SCOPE, FIRST.name).garbage(), `killed at ${point}`).toEqual([]);
    });
    expect(resumed).toBeGreaterThan(10);
  },
);

it('goes on with a deletion that was cut short', async () => {
  const store = new Store(':memory:');
  await deployStack(thingCloud(store).cloud, FIRST, { providers });
  const { interrupt, killed } = killAt(2);
  await Promise.race([killed, deleteStack(thingCloud(store, interrupt).cloud, NAMED, { providers })]);
  expect(statusIn(store)).toBe('DELETE_IN_PROGRESS');
  await resumeStack(thingCloud(store).cloud, NAMED, { providers });
  expect(statusIn(store)).toBeUndefined();
  expect(valuesOf(store)).toEqual([]);
});

it('deletes everything from wherever the process was killed', async () => {
  const stack = { name: FIRST.name, account: ACCOUNT, region: REGION };
  await eachKill(SECOND, async (store, point) => {
    const gone = await deleteStack(thingCloud(store).cloud, stack, { providers });
    expect(gone?.failures, `killed at ${point}`).toEqual([]);
    expect(valuesOf(store), `killed at ${point}`).toEqual([]);
  });
});
