import { describe, expect, it } from 'vitest';

import { publishSnapshot } from '../../../lambdas/publish-snapshot/publish-snapshot.ts';
import { tableFixture } from '../manifest-fixture.ts';
import {
  type BuiltRun,
  buildRun,
  itemsOf,
  objectsOf,
  publishUpstream,
  readersSee,
  type RunWorld,
  runWorld,
} from '../run-world.ts';

const TWO_TABLES = {
  tables: [tableFixture('flights'), tableFixture('routes')],
  steps: ['flights', 'routes'].map((name) => ({
    name,
    kind: 'table' as const,
    template: 'SELECT origin, delay FROM {{source:raw_flights}}',
    columns: [
      { name: 'origin', type: 'string' },
      { name: 'delay', type: 'int' },
    ],
  })),
};

/** All that anybody can see, without the times at which it happened. */
async function state(made: RunWorld) {
  const { aws, manifest } = made;
  const readers = [];
  for (const { name } of manifest.tables) readers.push(await readersSee(made, name));
  const value = {
    readers,
    items: itemsOf(aws),
    audit: objectsOf(aws, manifest.resources.auditBucket),
    staging: [...aws.tables.keys()].filter((name) => name.includes('staging')),
    events: Object.fromEntries(aws.events.map(({ type, detail }) => [`${type} ${detail['id']}`, detail])),
  };
  return JSON.parse(
    JSON.stringify(value, (key, field) =>
      ['publishedAt', 'freshAsOf', 'endedAt', 'acquiredAt', 'eventTime', 'lastUpdated'].includes(key)
        ? 'some time'
        : field,
    ),
  );
}

describe('publishSnapshot', () => {
  it('makes the staged files what readers see, and says so everywhere', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    expect((await readersSee(made, 'flights')).rows).toBe(0);
    const output = await publishSnapshot(built, made.world);
    const at = `${built.run.run}-1`;
    const seen = await readersSee(made, 'flights');
    expect(seen).toMatchObject({ rows: 7, files: [`${at}/0.parquet`, `${at}/1.parquet`], snapshots: 1 });
    expect(seen.parameter).toBe(seen.snapshotId);
    expect(output.snapshots).toEqual({ flights: { snapshotId: seen.snapshotId, rows: 7 } });
    expect(Object.keys(itemsOf(made.aws))).toEqual([
      'flights/v1 head',
      `flights/v1 run/2026-01-01T06:00:00.000Z/${at}`,
    ]);
    expect(Object.keys(objectsOf(made.aws, made.manifest.resources.auditBucket)).toSorted()).toEqual([
      `ledger/222222222222/operations/flights/v1/${at}.json`,
      `lineage/222222222222/operations/flights/v1/${at}.json`,
      `lineage/222222222222/operations/flights/v1/${at}.start.json`,
    ]);
    expect(made.aws.events).toMatchObject([
      { type: 'ProductPublished', detail: { product: 'operations.flights', major: 1, verdict: 'passed' } },
    ]);
    expect((await state(made)).staging).toEqual([]);
  });

  it('replaces what readers saw; the earlier snapshot stays readable', async () => {
    const made = await runWorld();
    await publishSnapshot(await buildRun(made, 'one'), made.world);
    publishUpstream(made.aws, '18');
    await publishSnapshot(await buildRun(made, 'two', 3), made.world);
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 5, snapshots: 2 });
  });

  it('appends once per run, however many attempts it takes', async () => {
    const made = await runWorld({ load: 'append' });
    const first = await buildRun(made, 'one');
    // The first attempt dies right after its commit; another execution tries the same run again.
    made.aws.before = ({ name }) => {
      if (name === 'PutEvents') throw Object.assign(new Error('no bus'), { name: 'InternalException' });
    };
    await expect(publishSnapshot(first, made.world)).rejects.toMatchObject({ name: 'InternalException' });
    made.aws.before = () => {};
    made.aws.executions.set(first.run.execution, 'FAILED');
    const second = await buildRun(made, 'two');
    expect([second.run.run, second.run.attempt]).toEqual([first.run.run, 2]);
    await publishSnapshot(second, made.world);
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 7, snapshots: 1 });
    publishUpstream(made.aws, '18');
    await publishSnapshot(await buildRun(made, 'three'), made.world);
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 14, snapshots: 2 });
  });

  it('rebases when somebody else moved the table meanwhile', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    let moves = 0;
    made.aws.before = ({ name }) => {
      if (name !== 'UpdateTable' || moves++ > 1) return;
      const table = made.aws.tables.get('operations.flights_v1');
      if (table) made.aws.tables.set('operations.flights_v1', { ...table, VersionId: String(100 + moves) });
    };
    await publishSnapshot(built, made.world);
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 7, snapshots: 1 });
  });

  it('gives up after three lost races and leaves readers what they had', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    made.aws.before = ({ name }) => {
      const table = made.aws.tables.get('operations.flights_v1');
      if (name === 'UpdateTable' && table) {
        made.aws.tables.set('operations.flights_v1', { ...table, VersionId: `${table.VersionId}1` });
      }
    };
    await expect(publishSnapshot(built, made.world)).rejects.toMatchObject({ name: 'CommitContended' });
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 0, snapshots: 0 });
  });

  it('publishes nothing for a run that lost its lease', async () => {
    const made = await runWorld();
    const zombie = await buildRun(made, 'one');
    made.aws.executions.set(zombie.run.execution, 'ABORTED');
    await buildRun(made, 'two');
    await expect(publishSnapshot(zombie, made.world)).rejects.toMatchObject({ name: 'LeaseLost' });
    expect((await readersSee(made, 'flights')).snapshots).toBe(0);
  });

  it('publishes nothing when the lease is lost between the first look and the commit', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    made.aws.before = ({ name, input }) => {
      if (name !== 'PutObject' || !String(input['Key']).endsWith('.metadata.json')) return;
      const lease = made.aws.items.get('flights/v1 lease') ?? {};
      made.aws.items.set('flights/v1 lease', { ...lease, execution: { S: 'another' } });
    };
    await expect(publishSnapshot(built, made.world)).rejects.toMatchObject({ name: 'LeaseLost' });
    expect((await readersSee(made, 'flights')).snapshots).toBe(0);
  });

  it('neither commits nor announces again what is published', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    const output = await publishSnapshot(built, made.world);
    const before = made.aws.calls.length;
    expect(await publishSnapshot(built, made.world)).toEqual(output);
    const calls = made.aws.calls.slice(before);
    expect(calls).not.toContain('UpdateTable');
    expect(calls).not.toContain('PutObject');
    expect(calls).not.toContain('PutEvents');
  });

  it('refuses files that were not audited', async () => {
    const made = await runWorld();
    const { run, audit } = await buildRun(made, 'one');
    made.aws.objects.set(
      `${run.staged['flights']?.location}9.parquet`,
      made.aws.objects.get(`${run.staged['flights']?.location}0.parquet`) ?? Buffer.from(''),
    );
    await expect(publishSnapshot({ run, audit }, made.world)).rejects.toMatchObject({
      name: 'FilesNotAudited',
      message: expect.stringContaining('12 rows, but 7 were audited'),
    });
  });

  it('refuses to merge, which it cannot do', async () => {
    const made = await runWorld({ load: 'merge' });
    await expect(publishSnapshot(await buildRun(made, 'one'), made.world)).rejects.toMatchObject({
      name: 'LoadUnsupported',
    });
  });

  it('fails when the bus takes nothing', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    const send = made.aws.send.bind(made.aws);
    made.aws.send = async (command) => {
      const answer = await send(command);
      if (command.constructor.name !== 'PutEventsCommand') return answer;
      return { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }] };
    };
    await expect(publishSnapshot(built, made.world)).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(itemsOf(made.aws)['flights/v1 head']).toBeUndefined();
  });

  it('ends in the same state wherever it dies and is called again', async () => {
    const whole = await runWorld(TWO_TABLES);
    const built: BuiltRun = await buildRun(whole, 'one');
    const before = whole.aws.calls.length;
    await publishSnapshot(built, whole.world);
    const calls = whole.aws.calls.slice(before);
    const expected = await state(whole);
    for (const [index, name] of calls.entries()) {
      for (const side of ['before', 'after'] as const) {
        const made = await runWorld(TWO_TABLES);
        const run = await buildRun(made, 'one');
        made.aws.killAt(index + 1, side);
        await publishSnapshot(run, made.world).catch(() => undefined);
        expect(made.aws.isDead, `${name} ${index}`).toBe(true);
        made.aws.revive();
        await publishSnapshot(run, made.world);
        expect(await state(made), `killed ${side} call ${index + 1}, ${name}`).toEqual(expected);
      }
    }
    expect(calls.length).toBeGreaterThan(20);
  });
});
