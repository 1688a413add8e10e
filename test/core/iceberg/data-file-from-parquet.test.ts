import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { parsePrimitive } from '../../../core/iceberg/column-type.ts';
import { createTable } from '../../../core/iceberg/create-table.ts';
import { dataFileFromParquet } from '../../../core/iceberg/data-file-from-parquet.ts';
import { nameMapping } from '../../../core/iceberg/name-mapping.ts';
import { partitionColumns } from '../../../core/iceberg/partition-type.ts';
import { decodeSingleValue } from '../../../core/iceberg/single-value.ts';
import type { TableColumn } from '../../../core/iceberg/table-columns.ts';
import { schemaOf } from '../../../core/iceberg/table-state.ts';

let directory: string;
let instance: DuckDBInstance;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freehold-parquet-'));
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
});
afterAll(async () => {
  instance.closeSync();
  await rm(directory, { recursive: true });
});

let count = 0;

async function adopt(sql: string, columns: readonly TableColumn[], partitionBy: readonly string[] = []) {
  const path = join(directory, `${count++}.parquet`);
  const connection = await instance.connect();
  await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`);
  connection.closeSync();
  const bytes = await readFile(path);
  const metadata = createTable({ location: 's3://b/t', columns, partitionBy, uuid: 'u', now: new Date(0) });
  const schema = schemaOf(metadata);
  const spec = metadata['partition-specs'][0] ?? { 'spec-id': 0, fields: [] };
  const file = await dataFileFromParquet({
    path: 's3://b/t/data/one.parquet',
    buffer: {
      byteLength: bytes.byteLength,
      slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
    },
    schema,
    fieldIds: nameMapping(metadata),
    partition: partitionColumns(schema, spec),
  });
  const bounds = schema.fields.map(({ id, name, type }) => {
    const primitive = parsePrimitive(type);
    const [lower, upper] = [file.lowerBounds.get(id), file.upperBounds.get(id)];
    const show = (bytes: Uint8Array | undefined) =>
      bytes === undefined || primitive === undefined ? undefined : decodeSingleValue(primitive, bytes);
    return [name, show(lower), show(upper)];
  });
  return { file, bounds };
}

describe('dataFileFromParquet', () => {
  it('takes counts and exact bounds of every type from the footer', async () => {
    const { file, bounds } = await adopt(
      `SELECT i::INTEGER AS i, (i * 10000000000)::BIGINT AS b, (i / 2)::DOUBLE AS d, (i / 4)::FLOAT AS f,
         (i * 0.01)::DECIMAL(9,2) AS m, (i * 0.01)::DECIMAL(15,2) AS w, 'n' || lpad(i::VARCHAR, 5, '0') AS s, i % 2 = 0 AS t,
         DATE '2001-01-01' + i::INTEGER AS day, TIMESTAMP '2001-01-01 00:00:00' + to_microseconds(i) AS ts,
         CASE WHEN i < 4000 THEN NULL ELSE i::INTEGER END AS sparse
       FROM range(5000) r(i)`,
      [
        { name: 'i', type: 'bigint' },
        { name: 'b', type: 'bigint' },
        { name: 'd', type: 'double' },
        { name: 'f', type: 'float' },
        { name: 'm', type: 'decimal(12,2)' },
        { name: 'w', type: 'decimal(15,2)' },
        { name: 's', type: 'string' },
        { name: 't', type: 'boolean' },
        { name: 'day', type: 'date' },
        { name: 'ts', type: 'timestamp' },
        { name: 'sparse', type: 'int' },
      ],
    );
    expect(file.recordCount).toBe(5000n);
    expect(file.nullCounts.get(11)).toBe(4000n);
    expect(file.valueCounts.get(11)).toBe(5000n);
    expect(file.columnSizes.size).toBe(11);
    expect(bounds).toEqual([
      ['i', 0n, 4999n],
      ['b', 0n, 49_990_000_000_000n],
      ['d', expect.closeTo(0), 2499.5],
      ['f', expect.closeTo(0), 1249.75],
      ['m', 0n, 4999n],
      ['w', 0n, 4999n],
      ['s', 'n00000', 'n04999'],
      ['t', false, true],
      ['day', 11_323, 16_322],
      ['ts', 978_307_200_000_000n, 978_307_200_004_999n],
      ['sparse', 4000, 4999],
    ]);
  });

  it('shortens bounds of long texts so that they still hold every value', async () => {
    const { bounds } = await adopt(`SELECT repeat('é', 40) AS s`, [{ name: 's', type: 'string' }]);
    expect(bounds).toEqual([['s', 'é'.repeat(16), `${'é'.repeat(15)}ê`]]);
  });

  it('adopts a file without rows', async () => {
    const { file, bounds } = await adopt('SELECT 1::INTEGER AS a WHERE false', [{ name: 'a', type: 'int' }]);
    expect(file.recordCount).toBe(0n);
    expect(bounds).toEqual([['a', undefined, undefined]]);
  });

  it('finds the partition of a file that holds one', async () => {
    const columns: TableColumn[] = [
      { name: 'day', type: 'date' },
      { name: 'a', type: 'int' },
    ];
    const { file } = await adopt(`SELECT DATE '1970-01-03' AS day, 1 AS a FROM range(10)`, columns, ['day']);
    expect(file.partition).toEqual({ day: 2 });
    await expect(
      adopt(`SELECT DATE '1970-01-03' + i::INTEGER AS day, 1 AS a FROM range(2) r(i)`, columns, ['day']),
    ).rejects.toMatchObject({ code: 'PartitionMixed' });
  });

  it.each([
    ['a text where the table has a number', `'x' AS a`],
    ['a wider number', '1::BIGINT AS a'],
    ['nested values', '[1] AS a'],
    ['a column that the table does not have', '1 AS b'],
    ['an unsigned number', '1::UINTEGER AS a'],
  ])('refuses a file with %s', async (_what, column) => {
    await expect(adopt(`SELECT ${column}`, [{ name: 'a', type: 'int' }])).rejects.toMatchObject({
      code: 'FilesDoNotFit',
    });
  });
});
