import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../../sandbox/duckdb/database.ts';
import { guardQuery } from '../../../sandbox/duckdb/guard-query.ts';
import { parseQuery } from '../../../sandbox/duckdb/parse-query.ts';

let database: Database;

beforeAll(async () => {
  database = await Database.open({
    threads: 1,
    memory: '512MB',
    temporaryDirectory: join(tmpdir(), 'freehold-guard'),
  });
});

afterAll(() => database.close());

const RULES = {
  tables: new Set(['view_0']),
  functions: new Set(['upper', '+', 'count_star', 'list_value', 'list_transform', 'unnest', 'sum']),
};

const check = async (sql: string) => guardQuery(await parseQuery(database, sql), RULES);

describe('a statement that may run', () => {
  it.each([
    'SELECT upper(a), a + 1 FROM view_0 AS v WHERE a IN (SELECT b FROM view_0)',
    'WITH x AS (SELECT 1 AS a), y AS (SELECT * FROM x) SELECT count(*) FROM y JOIN view_0 USING (a)',
    'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT * FROM r',
    'SELECT * FROM (VALUES (1, 2)) AS t(a, b) UNION ALL SELECT 1, 2',
    'SELECT u.v FROM view_0, unnest([1, 2]) AS u(v)',
    'SELECT list_transform([1], lambda x: x + 1), sum(a) OVER (ORDER BY b) FROM view_0',
  ])('passes: %s', async (sql) => {
    expect(await check(sql)).toBeUndefined();
  });
});

describe('a statement that may not run', () => {
  it.each([
    ["SELECT * FROM 'x.parquet'", 'table'],
    ['SELECT * FROM other', 'table'],
    ['SELECT * FROM duckdb_views', 'table'],
    ['SELECT * FROM main.view_0', 'table'],
    ['SELECT * FROM temp.main.view_0', 'table'],
    ['SELECT * FROM information_schema.tables', 'table'],
    ['WITH a AS (SELECT * FROM duckdb_views), duckdb_views AS (SELECT 1) SELECT * FROM a', 'table'],
    ['SELECT * FROM (WITH duckdb_views AS (SELECT 1) SELECT * FROM duckdb_views) q, duckdb_views', 'table'],
    ['SELECT * FROM view_0 AT (VERSION => 1)', 'table'],
    ["SELECT * FROM read_text('/etc/passwd')", 'function'],
    ["SELECT * FROM view_0, LATERAL (SELECT * FROM glob('*'))", 'function'],
    ["SELECT getenv('HOME')", 'function'],
    ["SELECT 1 WHERE EXISTS (SELECT getenv('HOME'))", 'function'],
    ["SELECT list_transform(['HOME'], lambda x: getenv(x))", 'function'],
    ["SELECT sum(a) FILTER (WHERE getenv('HOME') = '/') FROM view_0", 'function'],
    ["SELECT sum(a) OVER (PARTITION BY getenv('HOME')) FROM view_0", 'function'],
    ["SELECT a FROM view_0 ORDER BY getenv('HOME')", 'function'],
    ["SELECT a FROM view_0 LIMIT (SELECT length(getenv('HOME')))", 'function'],
    ["SELECT current_setting('threads')", 'function'],
    ['SELECT other.upper(1)', 'function'],
    ["SELECT COLUMNS('a.*') FROM view_0", 'construct'],
    ['SELECT #1 FROM view_0', 'construct'],
    ['SELECT ? FROM view_0', 'construct'],
    ['PIVOT view_0 ON a', 'construct'],
    ['DESCRIBE view_0', 'construct'],
    ['SUMMARIZE view_0', 'construct'],
    ['SELECT * FROM (DESCRIBE view_0)', 'construct'],
    ['SELECT 1; SELECT 2', 'construct'],
    ["ATTACH 'x' AS y", 'construct'],
    ["COPY view_0 TO 'x'", 'construct'],
    ['SET threads = 1', 'construct'],
    ['INSERT INTO view_0 VALUES (1)', 'construct'],
    ['this is not SQL', 'construct'],
  ])('is refused: %s', async (sql, kind) => {
    expect((await check(sql))?.kind).toBe(kind);
  });
});
