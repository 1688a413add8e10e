import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyMesh, edit, openMesh } from '../scenarios/open-mesh.ts';
import { meshContents, type ProductContents, sweepOutcomes } from './mesh-contents.ts';
import { meshUp } from './mesh-process.ts';
import { seededRandom } from './random.ts';

const SEED = Number(process.env['KILL_SEED'] ?? 20_010_704);
/** Meshes whose `mesh up` is killed: made from nothing, made from stacks that are there, and changed. */
const MESHES = { cold: 2, warm: 5, change: 5 } as const;
/** Some of two kills for each mesh come too late, as it has finished; then there are some meshes more. */
const KILLS_MIN = 20;
const MORE_MESHES_MAX = 6;

const random = seededRandom(SEED);
const made: { readonly root: string; readonly remove: () => void }[] = [];
const meshCopy = (): string => {
  const copy = copyMesh();
  made.push(copy);
  return copy.root;
};

type Contents = Readonly<Record<string, ProductContents>>;
type Baseline = {
  readonly rows: Readonly<Record<string, readonly string[]>>;
  /** Snapshots of each product. */
  readonly publications: readonly number[];
  readonly milliseconds: number;
};
let cold: Baseline;
let warm: Baseline;
let changed: Baseline;
/** A finished mesh, to start changes from. */
let finished: string;

afterAll(() => {
  for (const { remove } of made) remove();
});

/** One more strike, another way to count: new files, a changed stack, and every product runs again. */
function change(root: string): void {
  edit(root, 'landing/strikes.csv', /$/, '11,2001-07-04,ANC,Alaska,ALASKA,Minor,70\n');
  edit(
    root,
    'domains/insight/products/worst-states/damaging.sql',
    "damage <> 'None'",
    "damage IN ('Medium', 'Substantial')",
  );
}

async function faultFree(root: string): Promise<Baseline> {
  const { code, output, milliseconds } = await meshUp(root);
  expect(code, output).toBe(0);
  const contents = await inspect(root, []);
  const publications = Object.values(contents).map(({ metadata }) => metadata.snapshots.length);
  return { rows: rowsOf(contents), publications, milliseconds };
}

const rowsOf = (contents: Contents) =>
  Object.fromEntries(Object.entries(contents).map(([id, { rows }]) => [id, rows]));

/** What has to hold of every finished mesh, however often it died on the way. */
async function inspect(root: string, story: readonly string[]): Promise<Contents> {
  const mesh = await openMesh(root);
  try {
    const again = await mesh.up();
    const words = story.join('\n');
    expect(again.ran, words).toEqual([]);
    expect(
      again.stacks.filter(({ status }) => status !== 'unchanged'),
      words,
    ).toEqual([]);
    expect(await sweepOutcomes(mesh), words).toEqual({ safety: 'clean', insight: 'clean' });
    const contents = await meshContents(mesh);
    for (const [id, product] of Object.entries(contents)) expectWhole(product, `${id}\n${words}`);
    return contents;
  } finally {
    await mesh.close();
  }
}

function expectWhole(
  { rows, head, lease, runs, metadata, executionsRunning }: ProductContents,
  words: string,
) {
  expect(new Set(rows).size, words).toBe(rows.length);
  expect(lease, words).toBeUndefined();
  expect(executionsRunning, words).toBe(0);
  expect(
    runs.filter(({ status }) => status === 'running' || status === 'refused'),
    words,
  ).toEqual([]);
  const newest = runs.at(-1);
  expect(newest?.status, words).toBe('published');
  expect([head?.run, head?.attempt], words).toEqual([newest?.run, newest?.attempt]);
  const table = Object.values(head?.tables ?? {})[0];
  expect(table?.rows, words).toBe(rows.length);
  expect(String(metadata['current-snapshot-id']), words).toBe(table?.snapshotId);
  // Each snapshot is one attempt of a run that is on record, and none was committed twice.
  const attempts = metadata.snapshots.map(
    ({ summary }) => `${summary['freehold.run']}-${summary['freehold.attempt']}`,
  );
  expect(new Set(attempts).size, words).toBe(attempts.length);
  expect(
    runs.map(({ run, attempt }) => `${run}-${attempt}`),
    words,
  ).toEqual(expect.arrayContaining(attempts));
}

/** Kills `mesh up`, kills it again while it picks up what the first left, and lets it finish; the count of kills. */
async function killAndFinish(root: string, expected: Baseline, share: number): Promise<number> {
  const story: string[] = [`seed ${SEED}, ${root}`];
  let kills = 0;
  // The second one has less to do.
  for (const point of [share, random() * (1 - share)]) {
    const { wasKilled, milliseconds, output } = await meshUp(root, point * expected.milliseconds);
    story.push(`${wasKilled ? 'killed' : 'ended'} after ${Math.round(milliseconds)} ms`, output);
    if (wasKilled) kills += 1;
  }
  const last = await meshUp(root);
  story.push(`finished after ${Math.round(last.milliseconds)} ms`, last.output);
  expect(last.code, story.join('\n')).toBe(0);
  const contents = await inspect(root, story);
  expect(rowsOf(contents), story.join('\n')).toEqual(expected.rows);
  return kills;
}

/** Points spread over the whole duration, each at a random place of its part. */
const points = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (index + random()) / count);

describe('mesh up that is killed', () => {
  let kills = 0;

  const warmCopy = (): string => {
    const root = meshCopy();
    cpSync(join(finished, '.mesh/cdk.out'), join(root, '.mesh/cdk.out'), { recursive: true });
    return root;
  };
  const finishedCopy = (): string => {
    const root = meshCopy();
    cpSync(finished, root, { recursive: true });
    return root;
  };

  beforeAll(async () => {
    finished = meshCopy();
    cold = await faultFree(finished);
    warm = await faultFree(warmCopy());
    expect([cold.publications, warm.publications]).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
    const root = finishedCopy();
    change(root);
    changed = await faultFree(root);
    expect(warm.rows).toEqual(cold.rows);
    expect(changed.rows).not.toEqual(cold.rows);
  });

  it.each(points(MESHES.cold))('finishes a mesh from nothing, killed at %f of the way', async (at) => {
    kills += await killAndFinish(meshCopy(), cold, at);
  });

  it.each(points(MESHES.warm))(
    'finishes a mesh whose stacks are synthesized, killed at %f of the way',
    async (at) => {
      kills += await killAndFinish(warmCopy(), warm, at);
    },
  );

  it.each(points(MESHES.change))(
    'finishes a change of files and SQL, killed at %f of the way',
    async (at) => {
      const root = finishedCopy();
      change(root);
      kills += await killAndFinish(root, changed, at);
    },
  );

  it('was really killed, at 20 points or more', async () => {
    for (let more = 0; more < MORE_MESHES_MAX && kills < KILLS_MIN; more += 1) {
      kills += await killAndFinish(warmCopy(), warm, random() / 2);
    }
    expect(kills).toBeGreaterThanOrEqual(KILLS_MIN);
  });
});
