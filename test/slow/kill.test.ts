import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyMesh, edit, openMesh } from '../scenarios/open-mesh.ts';
import { meshContents, type ProductContents, sweepOutcomes } from './mesh-contents.ts';
import { meshUp } from './mesh-process.ts';
import { seededRandom } from './random.ts';

const SEED = Number(process.env['KILL_SEED'] ?? 20_010_704);
/** How often `mesh up` is killed at a random point while it makes a mesh from nothing, and while it changes one. */
const KILLS = { cold: 3, warm: 10, change: 7 } as const;
/** Every third one is killed again while it picks up what the first left. */
const AGAIN = 3;

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
  return { rows: rowsOf(contents), milliseconds };
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

/** Kills `mesh up` once or twice and lets it finish. */
async function killAndFinish(root: string, expected: Baseline, at: { share: number; twice: boolean }) {
  const story: string[] = [`seed ${SEED}, ${root}`];
  let kills = 0;
  const shares = at.twice ? [at.share, random()] : [at.share];
  for (const share of shares) {
    const { wasKilled, milliseconds, output } = await meshUp(root, share * expected.milliseconds);
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
const points = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    share: (index + random()) / count,
    twice: index % AGAIN === AGAIN - 1,
  }));

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
    const root = finishedCopy();
    change(root);
    changed = await faultFree(root);
    expect(warm.rows).toEqual(cold.rows);
    expect(changed.rows).not.toEqual(cold.rows);
  });

  it.each(points(KILLS.cold))('finishes a mesh from nothing, killed at $share', async (at) => {
    kills += await killAndFinish(meshCopy(), cold, at);
  });

  it.each(points(KILLS.warm))(
    'finishes a mesh whose stacks are synthesized, killed at $share',
    async (at) => {
      kills += await killAndFinish(warmCopy(), warm, at);
    },
  );

  it.each(points(KILLS.change))('finishes a change of files and SQL, killed at $share', async (at) => {
    const root = finishedCopy();
    change(root);
    kills += await killAndFinish(root, changed, at);
  });

  it('was really killed at 20 points or more', () => {
    expect(kills).toBeGreaterThanOrEqual(20);
  });
});
