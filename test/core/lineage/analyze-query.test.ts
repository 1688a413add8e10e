import { describe, expect, test } from 'vitest';
import { analyze, describeColumns } from './queries.ts';

describe('types', () => {
  test.each([
    ['1', 'int'],
    ['3000000000', 'bigint'],
    ['1.50', 'decimal(3,2)'],
    ['0.5', 'decimal(1,1)'],
    ['0.05', 'decimal(2,2)'],
    ['1e3', 'double'],
    ["'x'", 'string'],
    ['true', 'boolean'],
    ['NULL', 'null'],
    ["date '2001-01-01'", 'date'],
    ["timestamp '2001-01-01 00:00:00'", 'timestamp'],
    ["timestamp '2001-01-01 00:00:00 UTC'", 'timestamp with time zone'],
    ['i + i', 'int'],
    ['i + b', 'bigint'],
    ['i / i', 'int'],
    ['b * d', 'double'],
    ['f + i', 'float'],
    ['f + d', 'double'],
    ['m + m', 'decimal(11,2)'],
    ['m * m', 'decimal(20,4)'],
    ['m / i', 'decimal(10,2)'],
    ['m + b', 'decimal(22,2)'],
    ['i % 2', 'int'],
    ['-m', 'decimal(10,2)'],
    ["day + interval '1' day", 'date'],
    ["at - interval '1' hour", 'timestamp'],
    ['cast(s AS integer)', 'int'],
    ['try_cast(s AS decimal(5,1))', 'decimal(5,1)'],
    ['cast(s AS varchar(3))', 'string'],
    ['cast(s AS timestamp(3))', 'timestamp'],
    ['cast(s AS real)', 'float'],
    ['cast(s AS double)', 'double'],
    ['cast(s AS smallint)', 'int'],
    ['count(*)', 'bigint'],
    ['count(DISTINCT s)', 'bigint'],
    ['sum(i)', 'bigint'],
    ['sum(m)', 'decimal(38,2)'],
    ['sum(d)', 'double'],
    ['avg(i)', 'double'],
    ['avg(m)', 'decimal(10,2)'],
    ['min(day)', 'date'],
    ['max(i) FILTER (WHERE ok)', 'int'],
    ['max_by(s, i)', 'string'],
    ['arbitrary(at)', 'timestamp'],
    ['count_if(ok)', 'bigint'],
    ['stddev(i)', 'double'],
    ['bool_or(ok)', 'boolean'],
    ['approx_distinct(s)', 'bigint'],
    ['round(d, 2)', 'double'],
    ['floor(d)', 'double'],
    ['abs(i)', 'int'],
    ['sqrt(i)', 'double'],
    ['power(i, 2)', 'double'],
    ['coalesce(i, 0)', 'int'],
    ['coalesce(i, b)', 'bigint'],
    ['coalesce(i, d)', 'double'],
    ["nullif(s, '')", 'string'],
    ['greatest(i, b)', 'bigint'],
    ['CASE WHEN ok THEN i ELSE d END', 'double'],
    ["CASE WHEN ok THEN 'a' END", 'string'],
    ['if(ok, 1, b)', 'bigint'],
    ['lower(s)', 'string'],
    ["s || 'x'", 'string'],
    ['length(s)', 'bigint'],
    ['substr(s, 1, 2)', 'string'],
    ["split_part(s, ',', 1)", 'string'],
    ["date_trunc('month', at)", 'timestamp'],
    ["date_trunc('month', day)", 'date'],
    ["date_diff('day', day, day)", 'bigint'],
    ["date_add('day', 1, day)", 'date'],
    ['year(day)', 'bigint'],
    ['extract(hour FROM at)', 'bigint'],
    ['current_date', 'date'],
    ['current_timestamp', 'timestamp with time zone'],
    ["date_parse(s, '%Y')", 'timestamp'],
    ['date(at)', 'date'],
    ["at AT TIME ZONE 'UTC'", 'timestamp with time zone'],
    ['s = s', 'boolean'],
    ['NOT ok', 'boolean'],
    ['i BETWEEN 1 AND 2', 'boolean'],
    ["s LIKE 'x%'", 'boolean'],
    ['s IS NULL', 'boolean'],
    ['i IN (1, 2)', 'boolean'],
    ['i IN (SELECT v FROM u)', 'boolean'],
    ['EXISTS (SELECT 1 FROM u)', 'boolean'],
    ['(SELECT max(v) FROM u)', 'bigint'],
    ['row_number() OVER (ORDER BY i)', 'bigint'],
    ['lag(m) OVER (ORDER BY i)', 'decimal(10,2)'],
    ['sum(i) OVER (PARTITION BY s)', 'bigint'],
    ['first_value(s) OVER (ORDER BY i)', 'string'],
    ['array_agg(s)', 'unknown'],
    ['json_parse(s)', 'unknown'],
    ['no_such_function(s)', 'unknown'],
    ['try(i / i)', 'int'],
  ])('%s is %s', (expression, type) => {
    const { columns, findings } = analyze(`SELECT ${expression} AS x FROM t`);
    expect(findings).toEqual([]);
    expect(columns.map((column) => column.type)).toEqual([type]);
  });
});

describe('lineage', () => {
  test.each([
    ['a bare column', 'SELECT s FROM t', ['s string <- t.s']],
    ['another name', 'SELECT s AS x FROM t', ['x string <- t.s']],
    ['a star', 'SELECT * FROM u', ['s string <- u.s', 'v bigint <- u.v']],
    [
      'a star of one of two',
      'SELECT b.*, a.i FROM t a JOIN u b ON a.s = b.s',
      ['s string <- u.s', 'v bigint <- u.v', 'i int <- t.i'],
    ],
    ['an expression', 'SELECT i + b AS x FROM t', ['x bigint <- t.i TRANSFORMATION, t.b TRANSFORMATION']],
    [
      'an aggregate',
      'SELECT s, sum(i) AS x FROM t GROUP BY s',
      ['s string <- t.s', 'x bigint <- t.i AGGREGATION'],
    ],
    [
      'a condition',
      "SELECT CASE WHEN s = 'a' THEN i END AS x FROM t",
      ['x int <- t.i TRANSFORMATION, t.s TRANSFORMATION'],
    ],
    [
      'the filter of an aggregate',
      "SELECT count(*) FILTER (WHERE s = 'a') AS x FROM t",
      ['x bigint <- t.s AGGREGATION'],
    ],
    ['what sorts a window', 'SELECT row_number() OVER (PARTITION BY s ORDER BY i) AS x FROM t', ['x bigint']],
    [
      'a window over a column',
      'SELECT sum(i) OVER (ORDER BY day) AS x FROM t',
      ['x bigint <- t.i AGGREGATION'],
    ],
    [
      'a WITH query',
      'WITH c AS (SELECT s, count(*) AS n, max(i) AS x FROM t GROUP BY s) SELECT x + 1 AS y, s FROM c',
      ['y int <- t.i AGGREGATION', 's string <- t.s'],
    ],
    ['a WITH query that hides a table', 'WITH u AS (SELECT i AS v FROM t) SELECT v FROM u', ['v int <- t.i']],
    [
      'WITH queries that build on each other',
      'WITH a AS (SELECT i FROM t), c AS (SELECT i * 2 AS j FROM a) SELECT j FROM c',
      ['j int <- t.i TRANSFORMATION'],
    ],
    [
      'a column list',
      'WITH c (p, q) AS (SELECT s, i FROM t) SELECT q, p FROM c',
      ['q int <- t.i', 'p string <- t.s'],
    ],
    ['a subquery', 'SELECT x FROM (SELECT upper(s) AS x FROM t) q', ['x string <- t.s TRANSFORMATION']],
    ['a union', 'SELECT i AS x FROM t UNION ALL SELECT v FROM u', ['x bigint <- t.i, u.v']],
    [
      'a correlated subquery',
      'SELECT (SELECT max(v) FROM u WHERE u.s = t.s) AS x FROM t',
      ['x bigint <- u.v AGGREGATION'],
    ],
    [
      'USING',
      'SELECT * FROM u JOIN (SELECT s, i FROM t) q USING (s)',
      ['s string <- u.s', 'v bigint <- u.v', 'i int <- t.i'],
    ],
    [
      'a recursive query',
      'WITH RECURSIVE r (n) AS (SELECT i FROM t UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT n FROM r',
      ['n int <- t.i TRANSFORMATION'],
    ],
    ['quoted and upper-case names', 'SELECT "S" AS x, T.I FROM T', ['x string <- t.s', 'i int <- t.i']],
    ['VALUES', "SELECT code FROM (VALUES ('a', 1), ('b', 2)) AS v (code, n)", ['code string']],
  ])('%s', (_, sql, expected) => {
    expect(describeColumns(sql)).toEqual(expected);
  });

  test('what is read counts wherever it stands', () => {
    const sql = `SELECT 1 AS one FROM t JOIN u ON t.s = u.s AND t.i > 0
      WHERE t.ok AND t.b IN (SELECT v FROM u) GROUP BY t.day HAVING max(t.d) > 1 ORDER BY t.day`;
    const { reads, findings } = analyze(sql);
    expect(findings).toEqual([]);
    expect(reads).toEqual(['t.b', 't.d', 't.day', 't.i', 't.ok', 't.s', 'u.s', 'u.v']);
  });

  test('count(*) reads no column', () => {
    expect(analyze('SELECT count(*) AS n FROM t').reads).toEqual([]);
  });
});

describe('faults', () => {
  test.each([
    ['SELECT', 'InvalidSql: a SELECT names no column'],
    ['SELECT 1 AS a; SELECT 2 AS a', 'NotOneSelect: the file holds 2 statements, and a step is one SELECT'],
    ['DELETE FROM t', 'NotOneSelect: the file holds DELETE, and a step is one SELECT'],
    [
      'CREATE TABLE x AS SELECT 1 AS a',
      'NotOneSelect: the file holds CREATE TABLE, and a step is one SELECT',
    ],
    ['', 'NotOneSelect: the file holds no statement, and a step is one SELECT'],
    ['SELECT x FROM t', 'UnknownColumn: there is no column "x"'],
    ['SELECT t.s FROM t q', 'UnknownTable: nothing in FROM is called "t"'],
    ['SELECT s FROM t JOIN u ON t.s = u.s', 'AmbiguousColumn: the column "s" is in t and u'],
    ['SELECT s FROM w', 'UnknownTable: no w'],
    ['SELECT a.b.s FROM t', 'UnsupportedSql: a column is named with more than its table'],
    ['SELECT s FROM awsdatacatalog.x.t', 'UnsupportedSql: a table is named with a catalog'],
    ['SELECT s FROM t FOR VERSION AS OF 7', 'UnsupportedSql: a query chooses a version of its input'],
    [
      'SELECT s FROM t NATURAL JOIN u',
      'UnsupportedSql: a natural join changes with the columns of its inputs',
    ],
    ['SELECT i FROM t UNION ALL SELECT s, v FROM u', 'ColumnCountMismatch: UNION puts 1 columns beside 2'],
    ["SELECT '{{x}}' AS s FROM t", 'UnsupportedSql: two opening braces mark an input of a compiled query'],
  ])('%s', (sql, finding) => {
    expect(analyze(sql).findings[0]).toBe(finding);
  });
});
