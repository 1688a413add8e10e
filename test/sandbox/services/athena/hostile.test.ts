import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securedLake, WITHHELD } from './secured-lake.ts';
import type { TestLake } from './test-lake.ts';

let lake: TestLake;

beforeAll(async () => {
  lake = await securedLake();
});

afterAll(async () => await lake[Symbol.asyncDispose]());

const file = (): string => `${lake.directory}/s3/data/flights/0.parquet`;

/** `FILE` is the Parquet file of `flights`, `DIR` the sandbox's own directory. */
const HOSTILE: readonly string[] = [
  // Files
  `SELECT * FROM 'FILE'`,
  `SELECT * FROM "FILE"`,
  `SELECT * FROM main."FILE"`,
  `SELECT * FROM "awsdatacatalog"."ops"."FILE"`,
  `SELECT * FROM read_parquet('FILE')`,
  `SELECT * FROM parquet_scan('FILE')`,
  `SELECT * FROM parquet_metadata('FILE')`,
  `SELECT * FROM parquet_schema('FILE')`,
  `SELECT * FROM "read_parquet"('FILE')`,
  `SELECT * FROM read_csv('DIR/s3/data/flights/0.parquet')`,
  `SELECT * FROM read_csv_auto('/etc/passwd')`,
  `SELECT * FROM read_text('DIR/state.sqlite')`,
  `SELECT * FROM read_blob('DIR/state.sqlite')`,
  `SELECT content FROM read_text('/etc/passwd')`,
  `SELECT * FROM glob('DIR/**')`,
  `SELECT * FROM sniff_csv('/etc/passwd')`,
  `SELECT * FROM read_json('DIR/x.json')`,
  `SELECT * FROM sqlite_scan('DIR/state.sqlite', 'record')`,
  `SELECT * FROM query('SELECT * FROM ''FILE''')`,
  `SELECT * FROM query_table('athena_table_0')`,
  `SELECT * FROM flights, read_parquet('FILE')`,
  `SELECT * FROM flights CROSS JOIN LATERAL read_parquet('FILE') AS x`,
  `SELECT (SELECT max(pilot) FROM read_parquet('FILE'))`,
  `SELECT id FROM flights WHERE EXISTS (SELECT 1 FROM parquet_scan('FILE') p WHERE p.pilot = 'ZELDA')`,
  // Statements
  `ATTACH 'DIR/state.sqlite' AS s`,
  `COPY (SELECT * FROM flights) TO 'DIR/out.csv'`,
  `COPY flights FROM 'FILE'`,
  `PRAGMA database_list`,
  `SET enable_external_access = true`,
  `SET lock_configuration = false`,
  `RESET ALL`,
  `INSTALL httpfs`,
  `LOAD sqlite`,
  `EXPORT DATABASE 'DIR/x'`,
  `CALL duckdb_tables()`,
  `CREATE TABLE x AS SELECT * FROM 'FILE'`,
  `INSERT INTO flights VALUES (9, 'x', 'TX', 1)`,
  `DROP TABLE flights`,
  `SUMMARIZE flights`,
  `FROM flights`,
  `SELECT 1; SELECT * FROM read_parquet('FILE')`,
  `SELECT 1 -- x
   ; ATTACH 'DIR/state.sqlite' AS s`,
  `EXPLAIN ANALYZE SELECT * FROM flights`,
  `UNLOAD (SELECT * FROM read_parquet('FILE')) TO 's3://results/wg/u/' WITH (format = 'PARQUET')`,
  `UNLOAD (SELECT * FROM flights) TO 's3://results/../data/x/' WITH (format = 'PARQUET')`,
  `UNLOAD (SELECT * FROM flights) TO 's3://data/stolen/' WITH (format = 'PARQUET')`,
  // The engine's own catalog
  `SELECT * FROM duckdb_views()`,
  `SELECT * FROM duckdb_settings()`,
  `SELECT sql FROM duckdb_views`,
  `SELECT * FROM duckdb_tables`,
  `SELECT * FROM sqlite_master`,
  `SELECT * FROM pg_catalog.pg_class`,
  `SELECT * FROM pg_views`,
  `SELECT * FROM information_schema.tables`,
  `SELECT * FROM information_schema.columns`,
  `SELECT * FROM pragma_table_info('athena_table_0')`,
  `SELECT * FROM athena_table_0`,
  `SELECT * FROM main.athena_table_0`,
  `SELECT * FROM memory.main.athena_table_0`,
  `SELECT * FROM temp.athena_table_0`,
  // Functions that read the process
  `SELECT getenv('HOME')`,
  `SELECT current_setting('allowed_paths')`,
  `SELECT current_setting('allowed_directories') FROM flights`,
  `SELECT getvariable('x')`,
  `SELECT current_database(), current_schema(), current_query()`,
  `SELECT version()`,
  `SELECT "getenv"('HOME')`,
  `SELECT getenv/* hidden */('HOME')`,
  `SELECT stats(pilot) FROM flights`,
  `SELECT nextval('x')`,
  `SELECT main.getenv('HOME')`,
  `SELECT transform(array['HOME'], x -> getenv(x))`,
  `SELECT try(getenv('HOME'))`,
  `SELECT reduce(array[1], 0, (s, x) -> length(current_setting('allowed_paths')), s -> s)`,
  // Names that look like others
  `WITH duckdb_views AS (SELECT 1 AS x) SELECT * FROM (SELECT * FROM duckdb_views) a, duckdb_tables`,
  `WITH a AS (SELECT * FROM duckdb_views), duckdb_views AS (SELECT 1 AS x) SELECT * FROM a`,
  `WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets`,
  `WITH flights AS (SELECT * FROM flights) SELECT pilot FROM flights`,
  `SELECT * FROM (WITH s AS (SELECT 1 AS x) SELECT * FROM s) q, secrets AS s`,
  `WITH RECURSIVE r(n) AS (SELECT code FROM secrets UNION ALL SELECT n FROM r WHERE false) SELECT * FROM r`,
  `SELECT * FROM flights f WHERE f.id IN (SELECT length(code) FROM secrets)`,
  `SELECT * FROM "OPS"."SECRETS"`,
  `SELECT * FROM ops."secrets"`,
  `SELECT * FROM awsdatacatalog.ops.secrets`,
  `SELECT * FROM flights NATURAL JOIN secrets`,
  `TABLE secrets`,
  // Columns and rows that are withheld
  `SELECT pilot FROM flights`,
  `SELECT "PILOT" FROM flights`,
  `SELECT f.pilot FROM flights AS f`,
  `SELECT flights FROM flights`,
  `SELECT count(*) FROM flights WHERE pilot LIKE 'Z%'`,
  `SELECT id FROM flights ORDER BY pilot`,
  `SELECT count(*) FROM flights GROUP BY pilot`,
  `SELECT * FROM flights JOIN (SELECT 'ZELD' AS pilot) x USING (pilot)`,
  `SELECT COLUMNS('.*') FROM flights`,
  `SELECT * EXCLUDE (id) FROM flights`,
  `SELECT * REPLACE (pilot AS id) FROM flights`,
  `SELECT filename FROM flights`,
  `SELECT file_row_number, file_index FROM flights`,
  `SELECT rowid, * FROM flights`,
  `SELECT "$path" FROM flights`,
  `SELECT * FROM "flights$partitions"`,
  `SELECT * FROM flights FOR VERSION AS OF 1`,
  `SELECT * FROM flights TABLESAMPLE BERNOULLI (100)`,
  `SELECT max(state), max(origin), max(delay) FROM flights`,
  `SELECT approx_percentile(delay, 1.0), array_agg(origin), listagg(origin, ',') WITHIN GROUP (ORDER BY id) FROM flights`,
  `SELECT lead(origin) OVER (ORDER BY id), last_value(origin) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM flights`,
  `DESCRIBE secrets`,
  `SHOW COLUMNS IN secrets`,
  `SHOW CREATE TABLE flights`,
  `EXPLAIN SELECT * FROM secrets`,
  // Errors that would tell about rows that the caller may not see
  `SELECT id FROM flights WHERE 1 / (delay - 7777) > -5`,
  `SELECT id FROM flights WHERE 10 / delay > -100`,
  `SELECT id FROM flights WHERE CAST(CASE WHEN state = 'NY' THEN origin ELSE '1' END AS integer) = 1`,
  `SELECT CAST(origin AS integer) FROM flights WHERE state = 'NY'`,
  `SELECT date_parse(origin, '%Y') FROM flights WHERE state <> 'TX'`,
  `SELECT (SELECT id FROM flights WHERE state <> 'TX')`,
  // Whole rows, and what DuckDB alone understands
  `SELECT row_to_json(f) FROM flights f`,
  `SELECT to_json(f) FROM flights f`,
  `SELECT struct_extract(f, 'pilot') FROM flights f`,
  `SELECT f['pilot'] FROM flights f`,
  `SELECT (f).* FROM flights f`,
  `SELECT UNNEST(f) FROM flights f`,
  `SELECT CAST(f AS varchar) FROM flights f`,
  `SELECT COLUMNS(c -> c LIKE 'p%') FROM flights`,
  `SELECT * LIKE 'p%' FROM flights`,
  `SELECT * RENAME (pilot AS x) FROM flights`,
  `SELECT #5 FROM flights`,
  `SELECT id FROM flights ORDER BY 5`,
  `SELECT id FROM flights QUALIFY row_number() OVER (ORDER BY pilot) = 1`,
  `SELECT 'x' AS pilot, pilot FROM flights`,
  `SELECT pilot FROM (SELECT id AS x FROM flights) pilot`,
  `SELECT x.p FROM flights f, LATERAL (SELECT f.pilot AS p) x`,
  `SELECT p FROM flights CROSS JOIN UNNEST(array[pilot]) t(p)`,
  `SELECT * FROM flights a NATURAL JOIN (SELECT 'ZELD' AS pilot, id FROM flights) b`,
  `PIVOT flights ON pilot`,
  `SELECT * FROM flights UNPIVOT (v FOR n IN (pilot, origin))`,
  `FROM flights SELECT pilot`,
  `SELECT * FROM (SUMMARIZE flights)`,
  `SELECT * FROM (DESCRIBE flights)`,
  `SHOW ALL TABLES`,
  `SELECT * FROM flights POSITIONAL JOIN flights`,
  `SELECT $1`,
  `SELECT [pilot] FROM flights`,
  `SELECT {'a': pilot} FROM flights`,
  `SELECT max_by(pilot, id) FROM flights`,
  `SELECT count(DISTINCT pilot) FROM flights`,
  `SELECT * FROM duckdb_secrets()`,
  `SELECT * FROM json_execute_serialized_sql('{}')`,
  // Subqueries in every place
  `SELECT CASE WHEN false THEN (SELECT code FROM secrets) END`,
  `SELECT id FROM flights ORDER BY (SELECT code FROM secrets)`,
  `SELECT id FROM flights LIMIT (SELECT length(code) FROM secrets)`,
  `SELECT sum(id) FILTER (WHERE id IN (SELECT length(code) FROM secrets)) FROM flights`,
  `SELECT sum(id) OVER w FROM flights WINDOW w AS (PARTITION BY (SELECT code FROM secrets))`,
  `SELECT transform(array[1], x -> (SELECT code FROM secrets))`,
  `SELECT * FROM flights JOIN flights b ON (SELECT true FROM secrets)`,
  `SELECT * FROM UNNEST((SELECT array[code] FROM secrets)) t`,
  `VALUES ((SELECT max(code) FROM secrets))`,
  `WITH x AS MATERIALIZED (SELECT * FROM secrets) SELECT 1`,
  // Letters that look like others, and texts that end elsewhere
  `SELECT * FROM flіghts`,
  `SELECT pіlot FROM flights`,
  `SELECT ＰＩＬＯＴ FROM flights`,
  `SELECT PİLOT FROM flights`,
  `SELECT U&"\\0070ilot" FROM flights`,
  `SELECT $x$abc$x$, pilot FROM flights`,
  `SELECT '\\', pilot FROM flights --'`,
  `SELECT/**/pilot/**/FROM/**/flights`,
  `EXPLAIN UNLOAD (SELECT pilot FROM flights) TO 's3://results/wg/u/' WITH (format = 'PARQUET')`,
  `SELECT ${'('.repeat(3000)}1${')'.repeat(3000)}`,
];

describe('a hostile statement', () => {
  it.each(HOSTILE)('tells nothing that is withheld: %s', async (template) => {
    const sql = template.replaceAll('FILE', file()).replaceAll('DIR', lake.directory);
    const outcome = await lake.query('texas', sql);
    const told = JSON.stringify([outcome.rows, outcome.header, outcome.reason?.replaceAll(sql, '') ?? '']);
    const typed = new Set(WITHHELD.filter((word) => sql.includes(word)));
    for (const word of WITHHELD.filter((one) => !typed.has(one))) expect(told).not.toContain(word);
    for (const word of [
      'DuckDB',
      'read_parquet(',
      'Binder Error',
      'Catalog Error',
      'LINE 1',
      'athena_table',
      'allowed_',
    ]) {
      if (!sql.includes(word)) expect(told).not.toContain(word);
    }
    if (!sql.includes(lake.directory)) expect(told).not.toContain(lake.directory);
    expect(outcome.reason ?? '').not.toContain('GENERIC_INTERNAL_ERROR');
  });

  it('cannot tell a withheld row by an error: conditions only meet the rows of the filter', async () => {
    const probe = await lake.query('texas', 'SELECT id FROM flights WHERE 10 / delay > -100 ORDER BY id');
    expect(probe.state).toBe('SUCCEEDED');
    expect(probe.rows).toEqual([['1'], ['2']]);
    const cast = await lake.query(
      'texas',
      `SELECT count(*) FROM flights WHERE CAST(CASE WHEN state = 'NY' THEN origin ELSE '1' END AS integer) = 1`,
    );
    expect(cast.rows).toEqual([['2']]);
  });

  it('cannot tell a withheld row by an overflow that DuckDB would meet before a costly filter', async () => {
    const sql = 'SELECT id FROM flights WHERE delay * 1000000000000000 > 0 ORDER BY id';
    const { reason, rows } = await lake.query('careful', sql);
    expect([reason, rows]).toEqual([undefined, [['1'], ['2']]]);
  });

  it.each([
    `SELECT repeat('x', 2000000000)`,
    `SELECT count(*) FROM unnest(sequence(1, 100000000)) AS t(n)`,
    `SELECT count(*) FROM unnest(sequence(1, -100000000, -1)) AS t(n)`,
    `SELECT cardinality(sequence(date '2001-01-01', date '9001-01-01', interval '1' day))`,
    `SELECT length(lpad('x', 2000000000, 'y'))`,
    `SELECT length(rpad('x', 2000000000, 'y'))`,
  ])('cannot take the memory of the machine: %s', async (sql) => {
    const { state, reason } = await lake.query('texas', sql);
    expect([state, reason]).toEqual(['FAILED', expect.stringContaining('INVALID_FUNCTION_ARGUMENT')]);
  });

  it('would have found something: the administrator sees it all', async () => {
    await lake.grantTable('admin', 'flights');
    const { rows } = await lake.query('admin', 'SELECT pilot, origin, delay FROM flights WHERE id = 3');
    expect(rows).toEqual([['ZELDA', 'JFK', '7777']]);
  });
});
