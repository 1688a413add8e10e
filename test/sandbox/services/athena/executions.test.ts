import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { forgetOldQueries } from '../../../../sandbox/services/athena/forget-old-queries.ts';
import { QueryQueue } from '../../../../sandbox/services/athena/query-queue.ts';
import { ACCOUNT, NOW, REGION, role, root, TestLake } from './test-lake.ts';

let lake: TestLake;

beforeAll(async () => {
  lake = await TestLake.open();
  await lake.prepare();
  await lake.addReader('analyst');
  await lake.addParquetTable('numbers', { n: 'bigint' }, 'SELECT range AS n FROM range(2500)');
  await lake.grantTable('analyst', 'numbers');
});

afterAll(async () => await lake[Symbol.asyncDispose]());

const TOKEN = 'a-token-of-at-least-thirty-two-characters';

describe('a client token', () => {
  it('starts the same query once', async () => {
    const first = await lake.start('analyst', 'SELECT 1', { ClientRequestToken: TOKEN });
    expect(await lake.start('analyst', 'SELECT 1', { ClientRequestToken: TOKEN })).toBe(first);
    await lake.idle();
    expect(await lake.start('analyst', 'SELECT 1', { ClientRequestToken: TOKEN })).toBe(first);
  });

  it('is refused for another query', async () => {
    await expect(lake.start('analyst', 'SELECT 2', { ClientRequestToken: TOKEN })).rejects.toMatchObject({
      code: 'InvalidRequestException',
      message: 'Idempotent parameters do not match',
    });
  });
});

describe('a workgroup', () => {
  it('enforces its result location without a word', async () => {
    const { execution } = await lake.query('analyst', 'SELECT 1', {
      ResultConfiguration: { OutputLocation: 's3://elsewhere/' },
    });
    expect(execution.ResultConfiguration?.OutputLocation).toBe(
      `s3://results/wg/${execution.QueryExecutionId}.csv`,
    );
  });

  it('cancels a query that would scan too much', async () => {
    await lake.call(root, 'athena', 'UpdateWorkGroup', {
      WorkGroup: 'wg',
      ConfigurationUpdates: { BytesScannedCutoffPerQuery: 10_000_000 },
    });
    await lake.addParquetTable(
      'large',
      { t: 'string' },
      'SELECT md5(range::VARCHAR) AS t FROM range(400000)',
    );
    await lake.grantTable('analyst', 'large');
    const { state, reason } = await lake.query('analyst', 'SELECT count(DISTINCT t) FROM large');
    expect([state, reason]).toEqual(['CANCELLED', 'Bytes scanned limit was exceeded']);
    await lake.call(root, 'athena', 'UpdateWorkGroup', {
      WorkGroup: 'wg',
      ConfigurationUpdates: { RemoveBytesScannedCutoffPerQuery: true },
    });
    expect((await lake.query('analyst', 'SELECT count(DISTINCT t) FROM large')).rows).toEqual([['400000']]);
  });

  it('needs a result location from somebody', async () => {
    await expect(
      lake.call(root, 'athena', 'StartQueryExecution', { QueryString: 'SELECT 1' }),
    ).rejects.toThrow('No output location provided');
  });

  it('lists, tags and goes away only with its history', async () => {
    await lake.call(root, 'athena', 'CreateWorkGroup', {
      Name: 'temporary',
      Tags: [{ Key: 'a', Value: 'b' }],
      Configuration: { ResultConfiguration: { OutputLocation: 's3://results/t/' } },
    });
    const ResourceARN = `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/temporary`;
    expect(await lake.call(root, 'athena', 'ListTagsForResource', { ResourceARN })).toEqual({
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    await lake.call(root, 'athena', 'StartQueryExecution', {
      QueryString: 'SELECT 1',
      WorkGroup: 'temporary',
    });
    await lake.idle();
    await expect(lake.call(root, 'athena', 'DeleteWorkGroup', { WorkGroup: 'temporary' })).rejects.toThrow(
      'is not empty',
    );
    const { WorkGroups } = await lake.call<{ WorkGroups: { Name: string }[] }>(
      root,
      'athena',
      'ListWorkGroups',
      {},
    );
    expect(WorkGroups.map(({ Name }) => Name)).toEqual(['primary', 'temporary', 'wg']);
    await lake.call(root, 'athena', 'DeleteWorkGroup', {
      WorkGroup: 'temporary',
      RecursiveDeleteOption: true,
    });
    await expect(lake.call(root, 'athena', 'GetWorkGroup', { WorkGroup: 'temporary' })).rejects.toThrow(
      'WorkGroup temporary is not found.',
    );
  });
});

describe('results', () => {
  it('come in pages of the file, the header first', async () => {
    const { execution } = await lake.query('analyst', 'SELECT n FROM numbers ORDER BY n');
    const id = execution.QueryExecutionId ?? '';
    const values: (string | undefined)[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const page = await lake.results('analyst', id, { MaxResults: 700, ...(token && { NextToken: token }) });
      values.push(...(page.ResultSet?.Rows ?? []).map(({ Data }) => Data?.[0]?.VarCharValue));
      token = page.NextToken;
      pages += 1;
    } while (token !== undefined);
    expect(pages).toBe(4);
    expect(values).toEqual(['n', ...Array.from({ length: 2500 }, (_, n) => String(n))]);
  });

  it('keep quotes, commas, line breaks, empty texts and NULLs apart', async () => {
    const { rows } = await lake.query('analyst', `SELECT 'a"b,c', 'x' || chr(10) || 'y', '', NULL, 'é😀'`);
    expect(rows).toEqual([['a"b,c', 'x\ny', '', null, 'é😀']]);
  });

  it('are refused for a query that failed', async () => {
    const { execution } = await lake.query('analyst', 'SELECT nothing');
    await expect(lake.results('analyst', execution.QueryExecutionId ?? '')).rejects.toMatchObject({
      code: 'InvalidRequestException',
      details: { AthenaErrorCode: 'INVALID_QUERY_EXECUTION_STATE' },
    });
  });

  it('are refused with the token of another query', async () => {
    const id = await lake.start('analyst', 'SELECT n FROM numbers');
    await lake.idle();
    const { NextToken } = await lake.results('analyst', id, { MaxResults: 1 });
    const other = await lake.start('analyst', 'SELECT n + 1 FROM numbers');
    await lake.idle();
    await expect(lake.results('analyst', other, { NextToken })).rejects.toThrow('NextToken');
  });
});

describe('metadata', () => {
  it('shows what the caller may describe', async () => {
    expect((await lake.query('analyst', 'SHOW DATABASES')).rows).toEqual([['ops']]);
    expect((await lake.query('analyst', "SHOW TABLES IN ops 'num*'")).rows).toEqual([['numbers']]);
    expect((await lake.query('analyst', 'DESCRIBE ops.numbers')).rows).toEqual([
      [`${'n'.padEnd(20)}\t${'bigint'.padEnd(20)}\t${' '.repeat(20)}`],
    ]);
  });

  it('lists and fetches executions, newest first', async () => {
    const { QueryExecutionIds } = await lake.call<{ QueryExecutionIds: string[] }>(
      role('analyst'),
      'athena',
      'ListQueryExecutions',
      { WorkGroup: 'wg', MaxResults: 2 },
    );
    const batch = await lake.call<{
      QueryExecutions: { QueryExecutionId: string }[];
      UnprocessedQueryExecutionIds: unknown[];
    }>(role('analyst'), 'athena', 'BatchGetQueryExecution', { QueryExecutionIds });
    expect(batch.QueryExecutions.map((one) => one.QueryExecutionId)).toEqual(QueryExecutionIds);
    expect(batch.UnprocessedQueryExecutionIds).toEqual([]);
  });
});

const ENDLESS =
  'SELECT count(*) FROM numbers a, numbers b, numbers c, numbers d WHERE a.n + b.n + c.n + d.n < 0';

async function untilRunning(id: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if ((await lake.outcome('analyst', id)).state === 'RUNNING') return;
    await sleep(5);
  }
  throw new Error('the query did not start');
}

describe('a query that does not end', () => {
  it('is stopped', async () => {
    const id = await lake.start('analyst', ENDLESS);
    await untilRunning(id);
    await sleep(100);
    await lake.call(role('analyst'), 'athena', 'StopQueryExecution', { QueryExecutionId: id });
    await lake.idle();
    expect((await lake.outcome('analyst', id)).state).toBe('CANCELLED');
  });

  it('is stopped at whatever moment of its beginning', async () => {
    for (let ms = 0; ms < 60; ms += 6) {
      const id = await lake.start('analyst', ENDLESS);
      await untilRunning(id);
      await sleep(ms);
      await lake.call(role('analyst'), 'athena', 'StopQueryExecution', { QueryExecutionId: id });
      await lake.idle();
      expect((await lake.outcome('analyst', id)).state).toBe('CANCELLED');
    }
  });

  it('is failed, retryably, by the next process when its own was killed', async () => {
    const id = await lake.start('analyst', ENDLESS);
    await untilRunning(id);
    const waiting = [await lake.start('analyst', ENDLESS), await lake.start('analyst', ENDLESS)];
    const next = await TestLake.open(lake.directory);
    try {
      for (const one of [id, ...waiting]) {
        const { state, execution } = await next.outcome('analyst', one);
        expect(state).toBe('FAILED');
        expect(execution.Status?.AthenaError).toMatchObject({ ErrorCategory: 1, Retryable: true });
      }
    } finally {
      next.kill();
      for (const service of lake.cloud.services()) await service.stop?.();
    }
  });
});

describe('the history', () => {
  it('is forgotten after 45 days, tokens too', async () => {
    const id = await lake.start('analyst', 'SELECT 3', { ClientRequestToken: `${TOKEN}-old` });
    await lake.idle();
    const later = (days: number): Cloud =>
      new Cloud({
        store: lake.cloud.store,
        directory: lake.directory,
        clock: () => new Date(NOW.getTime() + days * 86_400_000),
        authorize: () => {},
      });
    forgetOldQueries(later(44));
    expect((await lake.outcome('analyst', id)).state).toBe('SUCCEEDED');
    forgetOldQueries(later(46));
    const gone = lake.call(root, 'athena', 'GetQueryExecution', { QueryExecutionId: id });
    await expect(gone).rejects.toThrow('was not found');
    expect(await lake.start('analyst', 'SELECT 3', { ClientRequestToken: `${TOKEN}-old` })).not.toBe(id);
    await lake.idle();
  });
});

describe('the queue', () => {
  it('runs a few jobs at once and says when it is full', async () => {
    const queue = new QueryQueue({ running: 2, waiting: 1 });
    const released = Promise.withResolvers<void>();
    let [running, most] = [0, 0];
    const job = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await released.promise;
      running -= 1;
    };
    for (const id of ['a', 'b', 'c']) queue.add(id, job);
    expect([most, queue.isFull]).toEqual([2, true]);
    released.resolve();
    await queue.idle();
    expect([most, running, queue.isFull]).toEqual([2, 0, false]);
  });
});
