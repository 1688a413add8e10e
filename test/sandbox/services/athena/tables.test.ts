import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commitSnapshot } from '../../../../core/iceberg/commit-snapshot.ts';
import { createTable } from '../../../../core/iceberg/create-table.ts';
import type { DataFile } from '../../../../core/iceberg/data-file.ts';
import { evolveSchema } from '../../../../core/iceberg/evolve-schema.ts';
import type { TableMetadata } from '../../../../core/iceberg/metadata.ts';
import { renderTableMetadata } from '../../../../core/iceberg/metadata-json.ts';
import { role, TestLake } from './test-lake.ts';

let lake: TestLake;

beforeAll(async () => {
  lake = await TestLake.open();
  await lake.prepare();
  await lake.addReader('pipeline', [
    { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::data/staged/*' },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::elsewhere'] },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::elsewhere'] },
  ]);
});

afterAll(async () => await lake[Symbol.asyncDispose]());

const OPEN_CSV = {
  SerdeInfo: {
    SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
    Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\\' },
  },
};

describe('files', () => {
  it('reads quoted CSV without its header, where an empty cell is an empty text', async () => {
    await lake.put('towns/a.csv', 'name,note\n"Austin, TX","says ""hi"""\nWaco,\n');
    await lake.put('towns/b.csv', 'name,note\nEl Paso,"two\nlines"\n');
    await lake.put('towns/_SUCCESS', 'x');
    await lake.addTable('towns', { name: 'string', note: 'string' }, OPEN_CSV, {
      'skip.header.line.count': '1',
    });
    await lake.grantTable('pipeline', 'towns');
    const { rows, reason } = await lake.query('pipeline', 'SELECT name, note FROM towns ORDER BY name');
    expect(reason).toBeUndefined();
    expect(rows).toEqual([
      ['Austin, TX', 'says "hi"'],
      ['El Paso', 'two\nlines'],
      ['Waco', ''],
    ]);
  });

  it('reads delimited text by type, with NULL for what does not fit', async () => {
    await lake.put('readings/a.txt', '1\t2.5\t2001-01-02\nx\t\\N\t\n');
    await lake.addTable(
      'readings',
      { id: 'int', value: 'double', day: 'date' },
      {
        SerdeInfo: {
          SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
          Parameters: { 'field.delim': '\t' },
        },
      },
    );
    await lake.grantTable('pipeline', 'readings');
    const { rows } = await lake.query(
      'pipeline',
      'SELECT id, value, day FROM readings ORDER BY id NULLS LAST',
    );
    expect(rows).toEqual([
      ['1', '2.5', '2001-01-02'],
      [null, null, null],
    ]);
  });

  it('reads JSON lines, nested types too', async () => {
    await lake.put('events/a.json', '{"id":1,"tags":["a","b"],"at":{"lat":1.5}}\n{"id":2}\n');
    await lake.addTable(
      'events',
      { id: 'bigint', tags: 'array<string>', at: 'struct<lat:double>' },
      {
        SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
      },
    );
    await lake.grantTable('pipeline', 'events');
    const { rows, reason } = await lake.query(
      'pipeline',
      'SELECT id, tags, at.lat, at FROM events ORDER BY id',
    );
    expect(reason).toBeUndefined();
    expect(rows).toEqual([
      ['1', '[a, b]', '1.5', '{lat=1.5}'],
      ['2', null, null, null],
    ]);
  });

  it('refuses Parquet whose type the table does not say, as Athena does', async () => {
    await lake.addParquetTable('typed', { id: 'string' }, 'SELECT 1::BIGINT AS id');
    await lake.grantTable('pipeline', 'typed');
    expect((await lake.query('pipeline', 'SELECT id FROM typed')).reason).toBe(
      "HIVE_BAD_DATA: Field id's type BIGINT in parquet file is incompatible with type varchar defined in table schema",
    );
  });

  it('reads a table without files as empty', async () => {
    await lake.addParquetTable('nothing', { id: 'bigint', name: 'string' });
    await lake.grantTable('pipeline', 'nothing');
    expect((await lake.query('pipeline', 'SELECT count(*), max(name) FROM nothing')).rows).toEqual([
      ['0', null],
    ]);
  });
});

describe('UNLOAD', () => {
  const sql = (target: string): string =>
    `UNLOAD (SELECT id, upper(name) AS "Name", 1.5 AS rate, sum(id) OVER () FROM things) TO '${target}' WITH (format = 'PARQUET', compression = 'ZSTD')`;

  it('writes Parquet as the caller, once: the target must be empty', async () => {
    await lake.addParquetTable(
      'things',
      { id: 'int', name: 'string' },
      `SELECT * FROM (VALUES (1,'a'),(2,'b')) t(id,name)`,
    );
    await lake.grantTable('pipeline', 'things');
    const first = await lake.query('pipeline', sql('s3://data/staged/run/'));
    expect(first.reason).toBeUndefined();
    expect(first.execution).toMatchObject({ StatementType: 'DML', SubstatementType: 'UNLOAD' });
    await lake.addTable(
      'unloaded',
      { id: 'int', name: 'string', rate: 'double', _col3: 'bigint' },
      {
        Location: 's3://data/staged/run/',
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
      },
    );
    await lake.grantTable('pipeline', 'unloaded');
    const { rows, reason } = await lake.query('pipeline', 'SELECT * FROM unloaded ORDER BY id');
    expect(reason).toBeUndefined();
    expect(rows).toEqual([
      ['1', 'A', '1.5', '3'],
      ['2', 'B', '1.5', '3'],
    ]);
    const second = await lake.query('pipeline', sql('s3://data/staged/run/'));
    expect(second.reason).toBe(
      "HIVE_PATH_ALREADY_EXISTS: Target directory for table 's3://data/staged/run/' already exists",
    );
  });

  it('tells its files in a manifest, and writes none for no rows', async () => {
    const { execution } = await lake.query(
      'pipeline',
      "UNLOAD (SELECT id FROM things WHERE id > 9) TO 's3://data/staged/empty/' WITH (format = 'PARQUET')",
    );
    expect(execution.Status?.State).toBe('SUCCEEDED');
    const manifest = execution.Statistics?.DataManifestLocation ?? '';
    expect(readFileSync(manifest.replace('s3:/', `${lake.directory}/s3`), 'utf8')).toBe('');
    const list = await lake.call<{ KeyCount: number }>(role('admin'), 's3', 'ListObjectsV2', {
      Bucket: 'data',
      Prefix: 'staged/empty/',
    });
    expect(list.KeyCount).toBe(0);
  });

  it('fails where the caller may not write', async () => {
    const { reason } = await lake.query('pipeline', sql('s3://elsewhere/x/'));
    expect(reason).toContain('Access denied when writing to location: s3://elsewhere/x/');
    expect(reason).toContain('s3:PutObject');
  });

  it.each([
    ["UNLOAD (SELECT 1 AS a) TO 's3://data/staged/c/' WITH (format = 'CSV')", "UNLOAD with format = 'CSV'"],
    [
      "UNLOAD (SELECT 1 AS a) TO 's3://data/staged/c/' WITH (format = 'PARQUET', partitioned_by = ARRAY['a'])",
      'UNLOAD with partitioned_by',
    ],
    [
      "UNLOAD (SELECT 1 AS a, 2 AS a) TO 's3://data/staged/c/' WITH (format = 'PARQUET')",
      'DUPLICATE_COLUMN_NAME',
    ],
    [
      "UNLOAD (SELECT now() AS a) TO 's3://data/staged/c/' WITH (format = 'PARQUET')",
      'Unsupported Hive type: timestamp with time zone',
    ],
    [
      "UNLOAD (SELECT nope FROM things) TO 's3://data/staged/c/' WITH (format = 'PARQUET')",
      'COLUMN_NOT_FOUND: line 1:16',
    ],
  ])('refuses %s', async (statement, words) => {
    const { state, reason } = await lake.query('pipeline', statement);
    expect(state).toBe('FAILED');
    expect(reason).toContain(words);
  });
});

describe('an Iceberg table', () => {
  const location = 's3://data/ice/t';
  let metadata: TableMetadata;
  const io = {
    read: async (path: string) => readFileSync(path.replace('s3:/', `${lake.directory}/s3`)),
    write: async (path: string, bytes: Uint8Array) => await lake.put(path.replace('s3://data/', ''), bytes),
  };
  const commit = async (snapshotId: bigint, file: string, select: string): Promise<void> => {
    const size = await lake.putParquet(`ice/t/data/${file}`, select);
    const none = new Map<number, never>();
    const data: DataFile = {
      path: `${location}/data/${file}`,
      recordCount: 1n,
      sizeBytes: BigInt(size),
      partition: {},
      columnSizes: none,
      valueCounts: none,
      nullCounts: none,
      lowerBounds: none,
      upperBounds: none,
    };
    const metadataLocation = `${location}/metadata/${snapshotId}.json`;
    const now = new Date(Date.parse('2026-01-01T00:00:00Z') + Number(snapshotId) * 3_600_000);
    const result = await commitSnapshot({
      metadata,
      metadataLocation,
      operation: 'append',
      files: [data],
      snapshotId,
      name: `c${snapshotId}`,
      now,
      io,
    });
    metadata = result.metadata;
    await publish(metadataLocation);
  };
  const publish = async (at: string): Promise<void> => {
    await io.write(at, Buffer.from(renderTableMetadata(metadata)));
    await lake.call(role('admin'), 'glue', 'UpdateTable', {
      DatabaseName: 'ops',
      TableInput: {
        Name: 'ice',
        TableType: 'EXTERNAL_TABLE',
        Parameters: { table_type: 'ICEBERG', metadata_location: at },
        StorageDescriptor: {
          Columns: [
            { Name: 'id', Type: 'bigint' },
            { Name: 'label', Type: 'string' },
            { Name: 'extra', Type: 'double' },
          ],
          Location: location,
        },
      },
    });
  };

  beforeAll(async () => {
    const now = new Date('2026-01-01T00:00:00Z');
    metadata = createTable({
      location,
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'name', type: 'string' },
      ],
      partitionBy: [],
      uuid: '7a1b0000-0000-4000-8000-000000000001',
      now,
    });
    await lake.addTable('ice', { id: 'bigint', label: 'string', extra: 'double' }, { Location: location });
    await lake.grantTable('pipeline', 'ice');
    await commit(1n, 'a.parquet', `SELECT 1::BIGINT AS id, 'one' AS name`);
    metadata = evolveSchema(
      metadata,
      [
        { name: 'id', type: 'bigint' },
        { name: 'label', type: 'string', fieldId: 2 },
        { name: 'extra', type: 'double' },
      ],
      now,
    );
    await commit(2n, 'b.parquet', `SELECT 2::BIGINT AS id, 'two' AS label, 2.5::DOUBLE AS extra`);
  });

  it('is read at its current snapshot, a renamed column from older files too', async () => {
    const { rows, reason, execution } = await lake.query(
      'pipeline',
      'SELECT id, label, extra FROM ice ORDER BY id',
    );
    expect(reason).toBeUndefined();
    expect(rows).toEqual([
      ['1', 'one', null],
      ['2', 'two', '2.5'],
    ]);
    expect(execution.Statistics?.DataScannedInBytes).toBeGreaterThan(200);
  });

  it('travels to a version and to a time', async () => {
    expect((await lake.query('pipeline', 'SELECT id FROM ice FOR VERSION AS OF 1')).rows).toEqual([['1']]);
    const at = "FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 01:30:00 UTC'";
    expect((await lake.query('pipeline', `SELECT id FROM ice ${at}`)).rows).toEqual([['1']]);
    const both = 'SELECT a.id, b.id FROM ice FOR VERSION AS OF 1 a JOIN ice b ON b.id = a.id + 1';
    expect((await lake.query('pipeline', both)).rows).toEqual([['1', '2']]);
  });

  it('says when there is no such version', async () => {
    expect((await lake.query('pipeline', 'SELECT id FROM ice FOR VERSION AS OF 77')).reason).toContain(
      'INVALID_ARGUMENTS',
    );
    const early = "SELECT id FROM ice FOR TIMESTAMP AS OF TIMESTAMP '2025-01-01 00:00:00 UTC'";
    expect((await lake.query('pipeline', early)).reason).toContain('No version history table at or before');
  });

  it('is refused when it refers to files outside of its location', async () => {
    await lake.put('stolen/metadata.json', renderTableMetadata(metadata));
    await lake.addTable(
      'thief',
      { id: 'bigint' },
      { Location: 's3://data/thief' },
      { table_type: 'ICEBERG', metadata_location: 's3://data/stolen/metadata.json' },
    );
    await lake.grantTable('pipeline', 'thief');
    expect((await lake.query('pipeline', 'SELECT id FROM thief')).reason).toBe(
      'ICEBERG_BAD_DATA: Error processing metadata for table ops.thief: it refers to files outside of its location',
    );
  });
});
