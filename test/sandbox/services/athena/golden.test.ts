import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGGREGATES, type Golden, SCALARS } from './golden-expressions.ts';
import { TestLake } from './test-lake.ts';

let lake: TestLake;

beforeAll(async () => {
  lake = await TestLake.open();
  await lake.prepare();
  await lake.addReader('analyst');
  await lake.addParquetTable(
    't',
    { x: 'int', y: 'string', z: 'int' },
    `SELECT * FROM (VALUES (1,'a',1),(2,'b',2),(2,'c',3),(NULL,'d',4)) t(x,y,z)`,
  );
  await lake.grantTable('analyst', 't');
});

afterAll(async () => await lake[Symbol.asyncDispose]());

const BATCH = 30;

/** Many expressions in one SELECT, so that the whole table takes a second. */
async function evaluate(golden: readonly Golden[], from: string): Promise<readonly Golden[]> {
  const found: Golden[] = [];
  for (let at = 0; at < golden.length; at += BATCH) {
    const batch = golden.slice(at, at + BATCH);
    const { rows, types, reason } = await lake.query(
      'analyst',
      `SELECT ${batch.map(([one]) => one).join(',\n  ')}${from}`,
    );
    expect(reason).toBeUndefined();
    found.push(...batch.map(([one], n) => [one, rows[0]?.[n] ?? 'NULL', types[n] ?? ''] as const));
  }
  return found;
}

describe("Athena's functions", () => {
  it('give the values and types that Athena gives', async () => {
    expect(await evaluate(SCALARS, '')).toEqual(SCALARS);
  });

  it('aggregate as Athena does', async () => {
    expect(await evaluate(AGGREGATES, '\nFROM t')).toEqual(AGGREGATES);
  });
});

const rowsOf = async (sql: string) => (await lake.query('analyst', sql)).rows;

describe("Athena's clauses", () => {
  it.each([
    [
      'SELECT k, v FROM (SELECT map(array[1,2], array[3,4]) AS m) CROSS JOIN UNNEST(m) AS u(k, v) ORDER BY k',
      [
        ['1', '3'],
        ['2', '4'],
      ],
    ],
    [
      'SELECT a, b FROM (SELECT array[1,2] AS p, array[3] AS q) CROSS JOIN UNNEST(p, q) AS u(a, b)',
      [
        ['1', '3'],
        ['2', null],
      ],
    ],
    [
      "SELECT v, n FROM UNNEST(array['x','y']) WITH ORDINALITY AS u(v, n)",
      [
        ['x', '1'],
        ['y', '2'],
      ],
    ],
    ['SELECT y FROM t ORDER BY x DESC, y', [['b'], ['c'], ['a'], ['d']]],
    [
      'SELECT y, row_number() OVER (PARTITION BY x ORDER BY y DESC) AS n FROM t WHERE x = 2 ORDER BY n',
      [
        ['c', '1'],
        ['b', '2'],
      ],
    ],
    [
      'SELECT x, count(*) FROM t GROUP BY ROLLUP (x) ORDER BY 2 DESC, 1 LIMIT 2',
      [
        [null, '4'],
        ['2', '2'],
      ],
    ],
    [
      'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT sum(n) FROM r',
      [['6']],
    ],
    ['SELECT x FROM t EXCEPT SELECT 2 ORDER BY 1', [['1'], [null]]],
    ['SELECT y FROM t ORDER BY y OFFSET 1 FETCH FIRST 2 ROWS ONLY', [['b'], ['c']]],
    [
      'SELECT * FROM (VALUES (1, 2.5), (3, 4.5)) AS v(a, b)',
      [
        ['1', '2.5'],
        ['3', '4.5'],
      ],
    ],
    ['SELECT lag(y) IGNORE NULLS OVER (ORDER BY z) FROM t ORDER BY z LIMIT 2', [[null], ['a']]],
    [
      'SELECT approx_distinct(y) FILTER (WHERE z > 1), count_if(z > 1) FILTER (WHERE x = 2), bool_and(z > 2) FILTER (WHERE z > 2) FROM t',
      [['3', '2', 'true']],
    ],
    ['SELECT count_if(x > 9) FROM t', [['0']]],
  ])('%s', async (sql, rows) => {
    expect(await rowsOf(sql)).toEqual(rows);
  });

  it('names what has no name by its place', async () => {
    const { header } = await lake.query(
      'analyst',
      'SELECT x, x + 1, count(*), y AS "Letter" FROM t GROUP BY 1, 4',
    );
    expect(header).toEqual(['x', '_col1', '_col2', 'Letter']);
  });
});

describe("Athena's errors", () => {
  it.each([
    ['SELECT 1 / (z - z) FROM t', 'DIVISION_BY_ZERO: Division by zero'],
    ['SELECT foo(x) FROM t', "FUNCTION_NOT_FOUND: line 1:8: Function 'foo' not registered"],
    [
      'SELECT x,\n  nope FROM t',
      "COLUMN_NOT_FOUND: line 2:3: Column 'nope' cannot be resolved or requester is not authorized to access requested resources",
    ],
    [
      'SELECT x, count(*) FROM t',
      "EXPRESSION_NOT_AGGREGATE: line 1:8: 'x' must be an aggregate expression or appear in GROUP BY clause",
    ],
    ['SELECT x FROM t a JOIN t b ON a.z = b.z', "AMBIGUOUS_NAME: line 1:8: Column 'x' is ambiguous"],
    [
      "SELECT CAST('5.5' AS integer)",
      'INVALID_CAST_ARGUMENT: Cannot cast a value of type varchar to a number',
    ],
    [
      'SELECT CAST(y AS date) FROM t',
      'INVALID_CAST_ARGUMENT: a value cannot be cast to the type that was asked for',
    ],
    ['SELECT (SELECT x FROM t)', 'SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows'],
    [
      'SELECT CAST(3000000000 AS integer)',
      'NUMERIC_VALUE_OUT_OF_RANGE: a number is out of the range of its type',
    ],
    [
      "SELECT array[1] || 'a'",
      'TYPE_MISMATCH: line 1:1: an expression of the statement does not fit together',
    ],
    [
      "SELECT date_parse('x', '%Y')",
      'INVALID_FUNCTION_ARGUMENT: a text does not have the format that was given',
    ],
    ['SELECT length(1)', 'FUNCTION_NOT_FOUND: line 1:1: Unexpected parameters (integer) for function length'],
    ['SELECT x FROM', 'SYNTAX_ERROR: line 1:14: mismatched input; the statement cannot be read'],
    ['SELECT x::varchar FROM t', "SYNTAX_ERROR: line 1:1: mismatched input '::'"],
    ['SELECT * FROM nowhere.t', "SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist"],
    ['SELECT * FROM other.ops.t', "CATALOG_NOT_FOUND: line 1:15: Catalog 'other' does not exist"],
    [
      "SELECT x AT TIME ZONE 'UTC' FROM t",
      'NOT_SUPPORTED: the sandbox does not offer AT TIME ZONE; times with a zone are kept and shown in UTC',
    ],
  ])('%s', async (sql, message) => {
    const { state, reason } = await lake.query('analyst', sql);
    expect([state, reason]).toEqual(['FAILED', message]);
  });
});
