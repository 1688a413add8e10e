import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securedLake } from './secured-lake.ts';
import type { TestLake } from './test-lake.ts';

let lake: TestLake;

beforeAll(async () => {
  lake = await securedLake();
});

afterAll(async () => await lake[Symbol.asyncDispose]());

describe('what Lake Formation grants', () => {
  it('shows a filtered reader its rows and columns, and SELECT * leaves the others out silently', async () => {
    const { header, rows, reason } = await lake.query('texas', 'SELECT * FROM flights ORDER BY id');
    expect(reason).toBeUndefined();
    expect(header).toEqual(['id', 'origin', 'state', 'delay']);
    expect(rows).toEqual([
      ['1', 'AUS', 'TX', '5'],
      ['2', 'DFW', 'TX', '9'],
    ]);
  });

  it('aggregates, joins and windows over the permitted rows only', async () => {
    const sql = `SELECT count(*), max(f.delay), sum(count(*)) OVER () FROM flights f JOIN flights g ON f.state <> 'X' AND f.id = g.id`;
    expect((await lake.query('texas', sql)).rows).toEqual([['2', '9', '2']]);
  });

  it('shows NULL in a cell whose filter does not hold', async () => {
    const { rows } = await lake.query('masked', 'SELECT id, state, delay FROM flights ORDER BY id');
    expect(rows).toEqual([
      ['1', 'TX', '5'],
      ['2', 'TX', '9'],
      ['3', 'NY', null],
      ['4', 'CA', null],
    ]);
  });

  it('calls a column that is not granted the same as one that does not exist', async () => {
    const hidden = await lake.query('narrow', 'SELECT pilot FROM flights');
    const absent = await lake.query('narrow', 'SELECT salary FROM flights');
    expect(hidden.reason).toBe(
      "COLUMN_NOT_FOUND: line 1:8: Column 'pilot' cannot be resolved or requester is not authorized to access requested resources",
    );
    expect(absent.reason).toBe(hidden.reason?.replace('pilot', 'salary'));
    expect(hidden.execution.Status?.AthenaError).toMatchObject({
      ErrorCategory: 2,
      ErrorType: 1006,
      Retryable: false,
    });
  });

  it('says which table lacks a permission, and which does not exist', async () => {
    await lake.grant('nobody', { Database: { Name: 'ops' } }, ['DESCRIBE']);
    const denied = await lake.query('nobody', 'SELECT * FROM secrets');
    expect(denied.reason).toBe(
      'Insufficient permissions to execute the query. Insufficient Lake Formation permission(s) on ops.secrets',
    );
    const missing = await lake.query('texas', 'SELECT * FROM nothing');
    expect(missing.reason).toBe(
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.ops.nothing' does not exist",
    );
    expect(missing.execution.Status?.AthenaError?.ErrorType).toBe(1110);
  });

  it('answers DESCRIBE and SHOW COLUMNS with the permitted columns only', async () => {
    const described = await lake.query('narrow', 'DESCRIBE flights');
    expect(described.rows.map(([line]) => line?.split('\t')[0]?.trim())).toEqual(['id', 'state']);
    expect((await lake.query('narrow', 'SHOW COLUMNS IN flights')).rows).toEqual([['id'], ['state']]);
  });

  it('explains without telling filters or files', async () => {
    const { rows } = await lake.query('texas', 'EXPLAIN SELECT id FROM flights');
    expect(rows.flat()).toEqual([
      'Query Plan',
      'Output[columnNames = [id]]',
      '└─ TableScan[table = awsdatacatalog:ops.flights]',
    ]);
  });
});

describe('what IAM must allow', () => {
  it('fails the query when the caller has no lakeformation:GetDataAccess', async () => {
    await lake.addRole('no-vending', [
      {
        Effect: 'Allow',
        Action: ['athena:*', 'glue:Get*', 's3:*'],
        Resource: ['arn:aws:athena:*', 'arn:aws:glue:*', 'arn:aws:s3:::results/*'].map((one) =>
          one
            .replace('athena:*', 'athena:eu-west-1:111111111111:*')
            .replace('glue:*', 'glue:eu-west-1:111111111111:*'),
        ),
      },
    ]);
    await lake.grantTable('no-vending', 'flights');
    const { state, reason } = await lake.query('no-vending', 'SELECT id FROM flights');
    expect(state).toBe('FAILED');
    expect(reason).toContain('is not authorized to perform: lakeformation:GetDataAccess');
  });

  it('refuses the call when the workgroup is not the caller’s', async () => {
    await lake.addRole('stranger', [
      {
        Effect: 'Allow',
        Action: 'athena:*',
        Resource: 'arn:aws:athena:eu-west-1:111111111111:workgroup/other',
      },
    ]);
    await expect(lake.start('stranger', 'SELECT 1')).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });

  it('does not show one caller’s results to another who may not read the result file', async () => {
    const id = await lake.start('texas', 'SELECT id FROM flights');
    await lake.idle();
    await lake.addRole('nosy', [
      { Effect: 'Allow', Action: 'athena:*', Resource: 'arn:aws:athena:eu-west-1:111111111111:workgroup/wg' },
    ]);
    await expect(lake.results('nosy', id)).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });

  it('reads a location that is not registered with the caller’s own rights', async () => {
    await lake.put('loose/a.csv', 'x\n', 'elsewhere');
    await lake.addTable(
      'loose',
      { x: 'string' },
      {
        Location: 's3://elsewhere/loose/',
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde' },
      },
    );
    await lake.grantTable('texas', 'loose');
    expect((await lake.query('texas', 'SELECT x FROM loose')).reason).toContain(
      'is not authorized to perform: s3:ListBucket',
    );
    await lake.addReader('owner', [
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: ['arn:aws:s3:::elsewhere', 'arn:aws:s3:::elsewhere/*'],
      },
    ]);
    await lake.grantTable('owner', 'loose');
    expect((await lake.query('owner', 'SELECT x FROM loose')).rows).toEqual([['x']]);
  });
});
