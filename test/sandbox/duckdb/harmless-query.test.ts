import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../../sandbox/duckdb/database.ts';
import { isHarmlessQuery } from '../../../sandbox/duckdb/harmless-query.ts';
import { parseQuery } from '../../../sandbox/duckdb/parse-query.ts';

let database: Database;

beforeAll(async () => {
  database = await Database.open({
    threads: 1,
    memory: '512MB',
    temporaryDirectory: join(tmpdir(), 'freehold-harmless'),
  });
});

afterAll(() => database.close());

const COLUMNS = [
  { name: 'n', type: 'BIGINT' },
  { name: 'd', type: 'DOUBLE' },
  { name: 's', type: 'VARCHAR' },
  { name: 'day', type: 'DATE' },
  { name: 'seen', type: 'TIMESTAMP' },
  { name: 'b', type: 'BOOLEAN' },
  { name: 'price', type: 'DECIMAL(5,2)' },
];

async function isHarmless(sql: string): Promise<boolean> {
  const [statement] = (await parseQuery(database, sql)) ?? [];
  return statement !== undefined && isHarmlessQuery(statement, COLUMNS);
}

describe('conditions that cannot fail', () => {
  it.each([
    'SELECT 1 / n FROM t',
    'SELECT s, 1 / sum(n) FROM t AS x GROUP BY s ORDER BY 1 / count(*) LIMIT 3',
    `SELECT n FROM t AS x WHERE x.n > 15 AND NOT s IN ('a', 'b') AND (d BETWEEN -1 AND 2.5e0 OR n IS NOT NULL)`,
    `SELECT n FROM t WHERE s LIKE 'A%' AND s NOT LIKE '%b' AND b = TRUE`,
    `SELECT n FROM t WHERE day >= DATE '2024-02-29' AND seen < TIMESTAMP '2024-02-29 23:59:59'`,
    'SELECT n FROM t WHERE N <> 99999999999',
  ])('are harmless: %s', async (sql) => {
    expect(await isHarmless(sql)).toBe(true);
  });
});

describe('what may fail, or is not understood', () => {
  it.each([
    'SELECT n FROM t WHERE 1 / n > 0',
    'SELECT n FROM t WHERE n + 1 > 0',
    'SELECT n FROM t WHERE abs(n) > 0',
    'SELECT n FROM t WHERE s = 5',
    `SELECT n FROM t WHERE n = '5'`,
    'SELECT n FROM t WHERE price > 1.5',
    'SELECT n FROM t WHERE n > 1.5',
    'SELECT n FROM t WHERE n > 99999999999999999999',
    `SELECT n FROM t WHERE day > TIMESTAMP '2024-01-01 00:00:00'`,
    `SELECT n FROM t WHERE day > DATE '2023-02-29'`,
    `SELECT n FROM t WHERE seen > TIMESTAMP '2024-01-01 24:00:00'`,
    `SELECT n FROM t WHERE s LIKE 'a' ESCAPE 'bb'`,
    'SELECT n FROM t WHERE CAST(s AS BIGINT) IS NULL',
    'SELECT n FROM t WHERE n = n',
    'SELECT n FROM t WHERE other > 1',
    'SELECT 1 / n AS x FROM t WHERE x > 1',
    'SELECT n FROM t WHERE y.n > 1',
    'SELECT s FROM t GROUP BY s HAVING max(n) > 1',
    'SELECT n FROM t QUALIFY row_number() OVER () = 1',
    'SELECT n FROM t WHERE n IN (SELECT 1)',
    'SELECT (SELECT 1) FROM t',
    'SELECT n FROM (SELECT n FROM t) AS x',
    'SELECT a.n FROM t AS a JOIN t AS b ON a.n = b.n',
    'SELECT n FROM t UNION ALL SELECT n FROM t',
    'WITH x AS (SELECT 1) SELECT n FROM t',
    'SELECT n FROM t TABLESAMPLE 10%',
    'SELECT 1',
  ])('is not harmless: %s', async (sql) => {
    expect(await isHarmless(sql)).toBe(false);
  });
});
