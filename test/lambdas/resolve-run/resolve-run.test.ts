import { describe, expect, it } from 'vitest';

import { provisionTables } from '../../../lambdas/provision-table/provision-tables.ts';
import { publishSnapshot } from '../../../lambdas/publish-snapshot/publish-snapshot.ts';
import { resolveRun } from '../../../lambdas/resolve-run/resolve-run.ts';
import { manifestFixture } from '../manifest-fixture.ts';
import { buildRun, deploy, itemsOf, land, publishUpstream, runWorld, startOf } from '../run-world.ts';

const LEASE = 'flights/v1 lease';

const names = (aws: { tables: Map<string, unknown> }) =>
  [...aws.tables.keys()].filter((key) => key.includes('staging'));

/** A product that has published once. */
async function publishedWorld(overrides = {}) {
  const made = await runWorld(overrides);
  const built = await buildRun(made, 'first');
  await publishSnapshot(built, made.world);
  made.aws.executions.set(built.run.execution, 'SUCCEEDED');
  return { ...made, first: built.run };
}

describe('resolveRun', () => {
  it('pins every input and writes it into the queries', async () => {
    const { world } = await runWorld();
    const run = await resolveRun(startOf('one'), world);
    const at = `${run.run}-1`;
    expect(run.run).toMatch(/^[0-9a-f]{12}$/);
    expect(run.inputs).toEqual([
      { key: 'product:airports.airports@1', version: '17', product: 'airports.airports' },
      { key: 'source:raw_flights', version: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
    const products = 's3://aviation-local-operations-products-222222222222-eu-west-1/flights/v1';
    expect(run.builds['cleaned']?.sql).toBe(
      `UNLOAD (SELECT DISTINCT origin, delay FROM "operations_landing"."flights_v1__raw_flights" -- once each\n) TO '${products}/_steps/cleaned/${at}/' WITH (format = 'PARQUET', compression = 'ZSTD')`,
    );
    expect(run.builds['flights']?.sql).toContain(
      `FROM "operations_staging"."flights_v1__cleaned__${run.run}_1" AS c JOIN "airports"."airports_v1" FOR VERSION AS OF 17 AS a`,
    );
    expect(run.audits['flights']?.sql).toBe(
      `SELECT count(*) AS m0 FROM "operations_staging"."flights_v1__flights__${run.run}_1"`,
    );
    expect(run.staged).toEqual({
      flights: { table: `flights_v1__flights__${run.run}_1`, location: `${products}/flights/data/${at}/` },
    });
    const tokens = [...Object.values(run.builds), ...Object.values(run.audits)].map(({ token }) => token);
    expect(new Set(tokens).size).toBe(3);
    expect(tokens.every((token) => token.length >= 32 && token.length <= 128)).toBe(true);
  });

  it('answers the same when the same execution asks again', async () => {
    const { world, aws } = await runWorld();
    const run = await resolveRun(startOf('one'), world);
    expect(await resolveRun(startOf('one'), world)).toEqual(run);
    expect(names(aws)).toHaveLength(2);
  });

  it('waits for an upstream that was never published, and for the first file', async () => {
    const { world, aws } = await runWorld();
    aws.tables.delete('airports.airports_v1');
    for (const path of aws.objects.keys()) if (path.includes('landing')) aws.objects.delete(path);
    await expect(resolveRun(startOf('one'), world)).rejects.toMatchObject({
      name: 'WaitingForUpstreams',
      message: expect.stringMatching(/airports\.airports has never been published.*no file has landed/),
    });
    expect(aws.items.size).toBe(0);
  });

  it('has nothing to do when neither input nor code changed, unless it is forced', async () => {
    const { world, aws, first } = await publishedWorld();
    await expect(resolveRun(startOf('two'), world)).rejects.toMatchObject({ name: 'RunUpToDate' });
    expect(aws.items.has(LEASE)).toBe(false);
    const forced = await resolveRun(startOf('three', { force: true }), world);
    expect([forced.run, forced.attempt]).toEqual([first.run, 2]);
  });

  it('runs again when its table was dropped and made again, and readers find nothing in it', async () => {
    const made = await publishedWorld();
    const { aws, manifest, world, first } = made;
    const [table] = manifest.tables;
    aws.tables.delete(`${manifest.resources.database}.${table?.glueTable}`);
    await provisionTables(manifest, world);
    const again = await buildRun(made, 'two');
    expect([again.run.run, again.run.attempt]).toEqual([first.run, 2]);
    await publishSnapshot(again, world);
    aws.executions.set(again.run.execution, 'SUCCEEDED');
    await expect(resolveRun(startOf('three'), world)).rejects.toMatchObject({ name: 'RunUpToDate' });
  });

  it('runs again when the code changed', async () => {
    const { world, aws, first } = await publishedWorld();
    deploy(aws, manifestFixture({ version: '1.2.1' }));
    const run = await resolveRun(startOf('two'), world);
    expect(run.run).not.toBe(first.run);
    expect(run.attempt).toBe(1);
  });

  it('starts on an upstream only when all of them changed, and by hand on any change', async () => {
    const inputs = [
      ...manifestFixture().inputs,
      {
        kind: 'product' as const,
        key: 'product:airports.crosswalk@1',
        product: 'airports.crosswalk',
        major: 1,
        database: 'airports',
        table: 'crosswalk_v1',
        catalogId: '333333333333',
        isLinked: true,
      },
    ];
    const manifest = manifestFixture({ inputs });
    const crosswalk = (snapshot: string) => ({
      Name: 'crosswalk_v1',
      DatabaseName: 'airports',
      Parameters: { 'freehold.snapshot_id': snapshot },
    });
    const made = await runWorld({ inputs });
    made.aws.tables.set('airports.crosswalk_v1', crosswalk('1'));
    const built = await buildRun(made, 'first');
    await publishSnapshot(built, made.world);

    publishUpstream(made.aws, '18');
    await expect(resolveRun(startOf('two', { trigger: 'upstream' }), made.world)).rejects.toMatchObject({
      name: 'WaitingForUpstreams',
      message: expect.stringContaining('airports.crosswalk'),
    });
    made.aws.tables.set('airports.crosswalk_v1', crosswalk('2'));
    const run = await resolveRun(startOf('three', { trigger: 'upstream' }), made.world);
    expect(run.inputs).toHaveLength(manifest.inputs.length);
  });

  it('runs when a file lands, also while upstreams are as they were', async () => {
    const { world, aws, manifest, first } = await publishedWorld();
    land(aws, manifest, 'flights/two.parquet', 'second');
    const run = await resolveRun(startOf('two', { trigger: 'landing' }), world);
    expect(run.run).not.toBe(first.run);
  });

  it('lets one execution in at a time, and takes over from one that died', async () => {
    const { world, aws } = await runWorld();
    const first = startOf('first');
    aws.executions.set(first.execution, 'RUNNING');
    await resolveRun(first, world);
    await expect(resolveRun(startOf('second'), world)).rejects.toMatchObject({ name: 'RunInProgress' });

    aws.executions.set(first.execution, 'ABORTED');
    const run = await resolveRun(startOf('third'), world);
    expect(run.attempt).toBe(2);
    const items = Object.entries(itemsOf(aws)).filter(([key]) => key.includes('run/'));
    expect(items.map(([, item]) => [item['attempt'], item['status']])).toEqual([
      [1, 'failed'],
      [2, 'running'],
    ]);
    expect(names(aws).every((name) => name.endsWith('_2'))).toBe(true);
  });

  it('runs although nothing changed when the last run died: it may have shown its rows already', async () => {
    const { world, aws, manifest, first } = await publishedWorld();
    land(aws, manifest, 'flights/two.parquet', 'second');
    const dead = startOf('dead', { trigger: 'landing' });
    aws.executions.set(dead.execution, 'RUNNING');
    await resolveRun(dead, world);
    aws.objects.delete(`s3://${manifest.resources.landingBucket}/flights/two.parquet`);

    await expect(resolveRun(startOf('early'), world)).rejects.toMatchObject({ name: 'RunUpToDate' });
    aws.executions.set(dead.execution, 'ABORTED');
    const run = await resolveRun(startOf('late'), world);
    expect([run.run, run.attempt]).toEqual([first.run, 2]);
    const runs = Object.entries(itemsOf(aws)).filter(([key]) => key.includes('run/'));
    expect(runs.map(([, item]) => item['status']).toSorted()).toEqual(['failed', 'published', 'running']);
  });

  it('lets only one of two executions take over', async () => {
    const { world, aws } = await runWorld();
    const dead = startOf('dead');
    await resolveRun(dead, world);
    aws.executions.set(dead.execution, 'FAILED');
    // Another execution takes the lease just after this one saw that its holder is dead.
    let isStolen = false;
    aws.before = ({ name }) => {
      if (name !== 'PutItem' || isStolen || aws.calls.at(-2) !== 'DescribeExecution') return;
      isStolen = true;
      const lease = aws.items.get(LEASE) ?? {};
      aws.items.set(LEASE, { ...lease, execution: { S: 'thief' } });
    };
    await expect(resolveRun(startOf('slow'), world)).rejects.toMatchObject({ name: 'RunInProgress' });
    expect(isStolen).toBe(true);
  });

  it('refuses a manifest that is not what the parameter was written for', async () => {
    const { world, aws } = await runWorld();
    for (const path of aws.objects.keys())
      if (path.startsWith('s3://assets/')) aws.objects.set(path, Buffer.from('{}'));
    await expect(resolveRun(startOf('one'), world)).rejects.toMatchObject({ name: 'ManifestChanged' });
  });

  it('can die at any call and be called again', async () => {
    const whole = await runWorld();
    const before = whole.aws.calls.length;
    const expected = await resolveRun(startOf('one'), whole.world);
    const calls = whole.aws.calls.length - before;
    for (let call = 1; call <= calls; call++) {
      for (const side of ['before', 'after'] as const) {
        const { aws, world } = await runWorld();
        aws.killAt(call, side);
        await expect(resolveRun(startOf('one'), world)).rejects.toThrow('');
        expect(aws.isDead).toBe(true);
        aws.revive();
        expect(await resolveRun(startOf('one'), world)).toEqual(expected);
        expect(names(aws)).toEqual(names(whole.aws));
      }
    }
  });
});
