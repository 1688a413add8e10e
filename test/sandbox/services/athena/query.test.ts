import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestLake } from './test-lake.ts';

let lake: TestLake;

beforeAll(async () => {
  lake = await TestLake.open();
  await lake.prepare();
  await lake.addParquetTable(
    'flights',
    { id: 'bigint', origin: 'string', state: 'string', delay: 'bigint', pilot: 'string' },
    `SELECT * FROM (VALUES (1::BIGINT,'AUS','TX',5::BIGINT,'Ann'),(2,'DFW','TX',0,'Bob')) t(id,origin,state,delay,pilot)`,
    `SELECT * FROM (VALUES (3::BIGINT,'JFK','NY',7::BIGINT),(4,'SFO','CA',NULL)) t(id,origin,state,delay)`,
  );
  await lake.addReader('analyst');
  await lake.grantTable('analyst', 'flights');
});

afterAll(async () => await lake[Symbol.asyncDispose]());

describe('a query', () => {
  it('answers with a header row, text values and typed columns', async () => {
    const outcome = await lake.query('analyst', 'SELECT id, origin, delay, pilot FROM flights ORDER BY id');
    expect(outcome.reason).toBeUndefined();
    expect(outcome.header).toEqual(['id', 'origin', 'delay', 'pilot']);
    expect(outcome.rows).toEqual([
      ['1', 'AUS', '5', 'Ann'],
      ['2', 'DFW', '0', 'Bob'],
      ['3', 'JFK', '7', null],
      ['4', 'SFO', null, null],
    ]);
    expect(outcome.types).toEqual(['bigint', 'varchar', 'bigint', 'varchar']);
  });
});
