import { describe, expect, it } from 'vitest';

import { provisionTables } from '../../../lambdas/provision-table/provision-tables.ts';
import { publishSnapshot } from '../../../lambdas/publish-snapshot/publish-snapshot.ts';
import { manifestFixture, tableFixture } from '../manifest-fixture.ts';
import { buildRun, readersSee, runWorld } from '../run-world.ts';

const TABLE = 'operations.flights_v1';
const [origin, delay] = tableFixture('flights').columns;
if (origin === undefined || delay === undefined) throw new Error('the fixture has two columns');

const withTable = (overrides: Parameters<typeof tableFixture>[1]) =>
  manifestFixture({ tables: [tableFixture('flights', overrides)] });

describe('provisionTables', () => {
  it('creates an empty Iceberg table that readers can open', async () => {
    const made = await runWorld();
    const glue = made.aws.tables.get(TABLE);
    expect(glue).toMatchObject({
      TableType: 'EXTERNAL_TABLE',
      Description: 'All flights.',
      Parameters: {
        table_type: 'ICEBERG',
        metadata_location: expect.stringMatching(/\/metadata\/00000-.*\.metadata\.json$/),
      },
      StorageDescriptor: {
        Columns: [
          { Name: 'origin', Type: 'string', Comment: 'The origin.', Parameters: { 'iceberg.field.id': '1' } },
          { Name: 'delay', Type: 'int' },
        ],
      },
    });
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 0, snapshots: 0 });
  });

  it('changes nothing when it runs again', async () => {
    const made = await runWorld();
    const before = made.aws.tables.get(TABLE);
    expect(await provisionTables(made.manifest, made.world)).toEqual([{ table: TABLE, change: 'unchanged' }]);
    expect(made.aws.tables.get(TABLE)).toBe(before);
  });

  it('adds and widens columns under published data', async () => {
    const made = await runWorld();
    await publishSnapshot(await buildRun(made, 'one'), made.world);
    const next = withTable({
      columns: [{ ...origin, name: 'carrier' }, origin, { ...delay, type: 'bigint' }],
    });
    expect(await provisionTables(next, made.world)).toEqual([{ table: TABLE, change: 'evolved' }]);
    const columns = made.aws.tables.get(TABLE)?.StorageDescriptor?.Columns;
    expect(
      columns?.map(({ Name, Type, Parameters }) => [Name, Type, Parameters?.['iceberg.field.id']]),
    ).toEqual([
      ['origin', 'string', '1'],
      ['delay', 'bigint', '2'],
      ['carrier', 'string', '3'],
    ]);
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 7 });
  });

  it('refuses what Iceberg cannot do, and leaves the table as it is', async () => {
    const made = await runWorld();
    const before = made.aws.tables.get(TABLE);
    const refused = [
      withTable({ columns: [origin] }),
      withTable({ columns: [origin, { ...delay, type: 'string' }] }),
      withTable({ partitionBy: ['origin'] }),
    ];
    for (const manifest of refused) {
      await expect(provisionTables(manifest, made.world)).rejects.toMatchObject({
        name: 'SchemaChangeRefused',
      });
    }
    await expect(
      provisionTables(withTable({ location: 's3://elsewhere/flights' }), made.world),
    ).rejects.toMatchObject({
      name: 'TableElsewhere',
    });
    expect(made.aws.tables.get(TABLE)).toBe(before);
  });

  it('refuses a table that is not Iceberg', async () => {
    const made = await runWorld();
    made.aws.tables.set(TABLE, { Name: 'flights_v1', DatabaseName: 'operations', Parameters: {} });
    await expect(provisionTables(made.manifest, made.world)).rejects.toMatchObject({
      name: 'TableNotIceberg',
    });
  });

  it('evolves on top of a publication that came in between', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    const next = withTable({ columns: [origin, { ...delay, type: 'bigint' }] });
    let publication: Promise<unknown> | undefined;
    const send = made.aws.send.bind(made.aws);
    made.aws.send = async (command) => {
      if (command.constructor.name === 'UpdateTableCommand' && publication === undefined) {
        made.aws.send = send;
        publication = publishSnapshot(built, made.world);
        await publication;
      }
      return send(command);
    };
    await provisionTables(next, made.world);
    expect(await readersSee(made, 'flights')).toMatchObject({ rows: 7, snapshots: 1 });
    expect(made.aws.tables.get(TABLE)?.StorageDescriptor?.Columns?.[1]?.Type).toBe('bigint');
  });

  it('can die at any call and be called again', async () => {
    const next = withTable({ columns: [origin, { ...delay, type: 'bigint' }] });
    const whole = await runWorld();
    const before = whole.aws.calls.length;
    await provisionTables(next, whole.world);
    const calls = whole.aws.calls.length - before;
    for (let call = 1; call <= calls; call++) {
      for (const side of ['before', 'after'] as const) {
        const made = await runWorld();
        made.aws.killAt(call, side);
        await expect(provisionTables(next, made.world)).rejects.toThrow('');
        made.aws.revive();
        await provisionTables(next, made.world);
        expect(made.aws.tables.get(TABLE)?.StorageDescriptor).toEqual(
          whole.aws.tables.get(TABLE)?.StorageDescriptor,
        );
      }
    }
  });
});
