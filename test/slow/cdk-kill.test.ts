import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Store } from '../../sandbox/cloud/store.ts';
import type { StackRecord } from '../../sandbox/cloudformation/stack-state.ts';
import { edit } from '../scenarios/open-mesh.ts';
import { seededRandom } from './random.ts';
import {
  cdkEnvironment,
  cdkFor,
  cdkProcess,
  copyAviation,
  type Ended,
  run,
  serveMesh,
} from './served-mesh.ts';

const SEED = Number(process.env['KILL_SEED'] ?? 20_010_704);
/** The platform and one domain: enough stacks to be hit in, and no more than the moments need. */
const STACKS = ['platform/**', 'operations/**'];
const CREATIONS = 2;
/** Stacks that kills must have left in progress, and how many kills may be needed for it. */
const CUTS_MIN = 3;
const KILLS_MAX = 8;
/** Shorter than a namespace takes. */
const WITHIN_MS = 150;
/** Creations and changes are both hit. */
const KILLS_MIN = 4;
const BEGIN_WITHIN_MS = 60_000;
const LOOK_EACH_MS = 10;

const random = seededRandom(SEED);
const meshes = Array.from({ length: CREATIONS }, copyAviation);
const [first] = meshes;
const assemblies = { before: '', after: '' };

afterAll(() => {
  for (const mesh of meshes) mesh[Symbol.dispose]();
});

beforeAll(async () => {
  const root = first?.root ?? '';
  assemblies.before = await synthesize(root, 'before');
  // Its owner is a tag of everything: each resource is updated.
  edit(root, 'domains/operations/domain.yaml', 'operations-team', 'flight-team');
  assemblies.after = await synthesize(root, 'after');
});

async function synthesize(root: string, name: string): Promise<string> {
  const output = join(root, `.cdk.out-${name}`);
  const cdk = await cdkFor(root, 'http://127.0.0.1:9');
  succeeds(await cdk('synth', '--quiet', '--output', output));
  return output;
}

const succeeds = ({ code, output }: Ended): string => {
  expect(code, output).toBe(0);
  return output;
};

/**
 * Kills the sandbox while it changes the namespace, starts it again, and deploys again; answers the stacks that the
 * killed process left in progress.
 */
async function killAndDeploy(root: string, assembly: string): Promise<readonly string[]> {
  const deploy = ['deploy', ...STACKS, '--app', assembly, '--require-approval', 'never'];
  const served = await serveMesh(root);
  const cut = cdkProcess(await cdkEnvironment(root, served.endpoint), deploy);
  const ended = run(cut);
  await Promise.race([ended, workHasBegun(root)]);
  await sleep(random() * WITHIN_MS);
  await served.kill();
  // It would go on asking for minutes.
  cut.process.kill('SIGKILL');
  await ended;
  const left = stacksInProgress(root);
  await using again = await serveMesh(root);
  const cdk = await cdkFor(root, again.endpoint);
  succeeds(await cdk(...deploy));
  const third = succeeds(await cdk(...deploy));
  expect(third.match(/✅/g)?.length).toBe(third.match(/\(no changes\)/g)?.length);
  return left;
}

/** Resolves when the largest of the stacks is being changed, or after a while all the same. */
async function workHasBegun(root: string): Promise<void> {
  const until = Date.now() + BEGIN_WITHIN_MS;
  const isBeingChanged = (): boolean => stacksInProgress(root).some((stack) => /-namespace /.test(stack));
  while (!isBeingChanged() && Date.now() < until) await sleep(LOOK_EACH_MS);
}

function stacksInProgress(root: string): readonly string[] {
  const store = new Store(join(root, '.mesh/state.sqlite'));
  try {
    return store
      .collection<StackRecord>('cloudformation.stack')
      .listAll()
      .map(({ value }) => `${value.name} ${value.status}`)
      .filter((stack) => stack.endsWith('_IN_PROGRESS') && !stack.includes('REVIEW'));
  } finally {
    store.close();
  }
}

it('deploys whatever a kill in the middle of a first deployment, or of a change, has left', async () => {
  const left: string[] = [];
  let isChanged = false;
  for (let kills = 0; kills < KILLS_MIN || (kills < KILLS_MAX && left.length < CUTS_MIN); kills += 1) {
    const fresh = meshes[kills];
    isChanged = !isChanged;
    const assembly = fresh !== undefined || isChanged ? assemblies.before : assemblies.after;
    left.push(...(await killAndDeploy((fresh ?? first)?.root ?? '', assembly)));
  }
  // A kill that hits nothing proves nothing.
  expect(left.length).toBeGreaterThanOrEqual(CUTS_MIN);
}, 600_000);
