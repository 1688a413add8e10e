import { beforeAll, describe, expect, it } from 'vitest';
import { compileAudit } from '../../../core/quality/compile-audit.ts';
import { evaluateAudit } from '../../../core/quality/evaluate-audit.ts';
import { answer, type Duckdb, openDuckdb, productOf, type TableFixture } from './audit-fixture.ts';

const NOW = new Date('2026-01-02T00:00:00Z');
let duckdb: Duckdb;
beforeAll(async () => {
  duckdb = await openDuckdb();
});

let counter = 0;

/** Compiles, runs and decides the checks of one table that holds the given rows. */
async function audit(fixture: TableFixture, values: string, promises = {}) {
  const product = productOf([fixture], promises);
  const [table] = product.tables;
  if (table === undefined) throw new Error('no table');
  const plan = compileAudit(product, table);
  const name = `audited_${counter++}`;
  const columns = fixture.properties.map(({ name: column, type }) => `"${column}" ${type}`).join(', ');
  await duckdb.run(`CREATE TABLE ${name} (${columns})`);
  if (values !== '') await duckdb.run(`INSERT INTO ${name} VALUES ${values}`);
  const outcome = evaluateAudit(plan, { table: 't', now: NOW, ...(await answer(duckdb, plan, name)) });
  return {
    plan,
    outcome,
    verdicts: outcome.results.map(({ id, status, measured }) => [id, status, measured]),
  };
}

describe('compileAudit', () => {
  it('answers everything that a contract promises in one scan', async () => {
    const { plan } = await audit(
      {
        properties: [
          {
            name: 'id',
            type: 'bigint',
            logicalType: 'integer',
            primaryKey: true,
            unique: true,
            required: true,
          },
          {
            name: 'code',
            type: 'string',
            logicalType: 'string',
            logicalTypeOptions: { pattern: '^[A-Z]+$' },
          },
        ],
        quality: [
          { metric: 'rowCount', mustBeGreaterThan: 0 },
          { metric: 'duplicateValues', arguments: { properties: ['id', 'code'] }, mustBe: 0 },
        ],
      },
      "(1, 'A')",
    );
    expect(plan.scan.match(/\bFROM\b/g)).toHaveLength(1);
    expect(plan.extra).toEqual([]);
    expect(plan.scan).toMatchInlineSnapshot(`
      "SELECT
        count(*) AS m0,
        count(*) - count("id") AS m1,
        approx_distinct("id") AS m2,
        cast(min("id") AS varchar) AS m3,
        cast(max("id") AS varchar) AS m4,
        count(*) - count("code") AS m5,
        approx_distinct("code") AS m6,
        cast(min("code") AS varchar) AS m7,
        cast(max("code") AS varchar) AS m8,
        count("id") - count(DISTINCT "id") AS m9,
        count(*) FILTER (WHERE "code" IS NOT NULL AND NOT (regexp_like("code", '^[A-Z]+$'))) AS m10,
        cast(min("code") FILTER (WHERE "code" IS NOT NULL AND NOT (regexp_like("code", '^[A-Z]+$'))) AS varchar) AS m11,
        cast(max("code") FILTER (WHERE "code" IS NOT NULL AND NOT (regexp_like("code", '^[A-Z]+$'))) AS varchar) AS m12,
        count(*) - count(DISTINCT row("id", "code")) AS m13
      FROM {{table}}"
    `);
  });

  it('keeps custom SQL and references as queries of their own', async () => {
    const parent: TableFixture = { name: 'parents', properties: [{ name: 'id', type: 'bigint' }] };
    const child: TableFixture = {
      properties: [{ name: 'parent', type: 'bigint', relationships: [{ to: 'parents.id' }] }],
      quality: [{ type: 'sql', query: 'SELECT count(*) FROM {object} WHERE parent < 0', mustBe: 0 }],
    };
    const product = productOf([child, parent]);
    const [table] = product.tables;
    const plan = table && compileAudit(product, table);
    expect(plan?.extra).toMatchInlineSnapshot(`
      [
        {
          "id": "sql.1",
          "sql": "SELECT count(*) FROM {{table}} WHERE parent < 0",
        },
        {
          "id": "parent.reference",
          "sql": "SELECT count(*) FROM {{table}} AS child WHERE child."parent" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {{table:parents}} AS parent WHERE parent."id" = child."parent")",
        },
      ]
    `);
  });

  it('finds orphans of a reference within the contract', async () => {
    const product = productOf([
      {
        name: 'children',
        properties: [{ name: 'parent', type: 'bigint', relationships: [{ to: 'parents.id' }] }],
      },
      { name: 'parents', properties: [{ name: 'id', type: 'bigint' }] },
    ]);
    const [table] = product.tables;
    if (table === undefined) throw new Error('no table');
    await duckdb.run('CREATE TABLE parents AS SELECT 1 AS id');
    await duckdb.run('CREATE TABLE children AS SELECT * FROM (VALUES (1), (2), (NULL)) AS v (parent)');
    const plan = compileAudit(product, table);
    const answers = await answer(duckdb, plan, 'children');
    const { results } = evaluateAudit(plan, { table: 'children', now: NOW, ...answers });
    expect(results.map(({ id, status, measured }) => [id, status, measured])).toEqual([
      ['parent.reference', 'failed', 1],
    ]);
  });

  it('counts nulls in required columns and shows the offending values of a range', async () => {
    const { outcome, verdicts } = await audit(
      {
        properties: [
          {
            name: 'delay',
            type: 'bigint',
            logicalType: 'integer',
            required: true,
            logicalTypeOptions: { minimum: -120, maximum: 1440 },
          },
        ],
      },
      '(-1116), (-212), (5), (1688), (NULL)',
    );
    expect(verdicts).toEqual([
      ['delay.required', 'failed', 1],
      ['delay.range', 'failed', 3],
    ]);
    expect(outcome.results[1]?.examples).toEqual(['-1116', '1688']);
    expect(outcome.completeness).toBe(0.8);
    expect(outcome.validity).toBeCloseTo(0.4);
    expect(outcome.profile['delay']).toEqual({ nulls: 1, distinct: 4, min: '-1116', max: '1688' });
  });

  it('never shows values of a confidential column, or of one without a classification of the mesh', async () => {
    for (const classification of ['confidential', 'restricted', 'secret']) {
      const options = {
        logicalType: 'string',
        classification,
        logicalTypeOptions: { maxLength: 1 },
      } as const;
      const { plan, outcome } = await audit(
        { properties: [{ name: 'iban', type: 'string', ...options }] },
        "('DE1')",
      );
      expect(plan.profile.map(({ kind }) => kind)).toEqual(['rows', 'nulls', 'distinct']);
      expect(outcome.results).toMatchObject([{ id: 'iban.length', status: 'failed', examples: [] }]);
      expect(outcome.profile['iban']).toMatchObject({ min: null, max: null });
    }
  });

  it.each([
    [
      { logicalType: 'string', logicalTypeOptions: { minLength: 2, maxLength: 3 } },
      'string',
      "('a'), ('ab'), ('abcd')",
      2,
    ],
    [
      { logicalType: 'string', logicalTypeOptions: { format: 'email' } },
      'string',
      "('a@b.co'), ('a b@c.d'), ('x')",
      2,
    ],
    [
      { logicalType: 'string', logicalTypeOptions: { format: 'uuid' } },
      'string',
      "('x'), (uuid()::varchar)",
      1,
    ],
    [
      { logicalType: 'string', logicalTypeOptions: { format: 'ipv4' } },
      'string',
      "('1.2.3.4'), ('1.2.3.4.'), ('1.2.3.256')",
      2,
    ],
    [{ logicalType: 'integer', logicalTypeOptions: { multipleOf: 5 } }, 'bigint', '(5), (6), (-10)', 1],
    [{ logicalType: 'number', logicalTypeOptions: { multipleOf: 0.1 } }, 'double', '(0.3), (0.25)', 1],
    [
      { logicalType: 'number', logicalTypeOptions: { exclusiveMinimum: 0, exclusiveMaximum: 1 } },
      'double',
      '(0), (0.5), (1)',
      2,
    ],
    [{ logicalType: 'integer', logicalTypeOptions: { format: 'u8' } }, 'int', '(-1), (0), (255), (256)', 2],
    [
      { logicalType: 'date', logicalTypeOptions: { minimum: '2001-01-01' } },
      'date',
      "('2000-12-31'), ('2001-01-01')",
      1,
    ],
    [
      { logicalType: 'timestamp', logicalTypeOptions: { maximum: '2001-07-01T02:00:00+02:00' } },
      'timestamp',
      "('2001-07-01 00:00:00'), ('2001-07-01 00:00:01')",
      1,
    ],
    [
      { logicalType: 'time', logicalTypeOptions: { minimum: '08:00' } },
      'string',
      "('07:59:59'), ('08:00:00')",
      1,
    ],
    [{ logicalType: 'integer', logicalTypeOptions: { minimum: 0 } }, 'string', "('-1'), ('1')", 1],
  ] as const)('checks %j on a %s column', async (property, type, values, bad) => {
    const { outcome } = await audit({ properties: [{ name: 'c', type, ...property }] }, values);
    expect(outcome.results.map(({ measured }) => measured)).toContain(bad);
    expect(outcome.results.some(({ status }) => status === 'failed')).toBe(true);
  });

  it('checks a text that must be a number for being one', async () => {
    const { verdicts } = await audit(
      { properties: [{ name: 'c', type: 'string', logicalType: 'integer' }] },
      "('1'), ('x'), (NULL)",
    );
    expect(verdicts).toEqual([['c.type', 'failed', 1]]);
  });

  it('treats the two ends of a range as inside', async () => {
    for (const [rows, status] of [
      ['(1)', 'failed'],
      ['(1), (2)', 'passed'],
      ['(1), (2), (3)', 'passed'],
      ['(1), (2), (3), (4)', 'failed'],
    ] as const) {
      const quality = [{ metric: 'rowCount', mustBeBetween: [2, 3] as [number, number] }];
      const { outcome } = await audit({ properties: [{ name: 'c', type: 'int' }], quality }, rows);
      expect(outcome.results[0]?.status).toBe(status);
    }
  });

  it('says that prose, foreign engines and other contracts were not evaluated', async () => {
    const { outcome } = await audit(
      {
        properties: [
          { name: 'c', type: 'int', relationships: [{ to: 'other.yaml#/schema/a/properties/b' }] },
        ],
        quality: [
          { type: 'text', description: 'Somebody looks at it.' },
          { type: 'custom', engine: 'soda', implementation: 'x' },
        ],
      },
      '(1)',
    );
    expect(
      outcome.results.map(({ id, status, expected }) => `${id} ${status}: ${expected}`),
    ).toMatchInlineSnapshot(`
      [
        "text.1 notEvaluated: it is a rule in prose",
        "custom.2 notEvaluated: it is written for the engine "soda"",
        "c.reference notEvaluated: it points into another contract",
      ]
    `);
  });

  it.each([
    [{ metric: 'nullValues', mustBe: 0 }],
    [{ metric: 'duplicateValues', arguments: { properties: ['nope'] }, mustBe: 0 }],
    [{ metric: 'duplicateValues', mustBe: 0 }],
    [{ metric: 'rowCount', mustBe: 'many' }],
    [{ metric: 'rowCount', unit: 'percent', mustBe: 1 }],
    [{ metric: 'rowCount', unit: 'furlongs', mustBe: 1 }],
    [{ metric: 'rowCount' }],
    [{ metric: 'entropy', mustBe: 1 }],
    [{ type: 'sql', query: 'DELETE FROM {object}', mustBe: 0 }],
    [{ type: 'sql', query: 'SELECT 1 FROM {object}; DROP TABLE x', mustBe: 0 }],
    [{ type: 'sql', query: 'SELECT count(*) FROM elsewhere', mustBe: 0 }],
    [{ type: 'sql', query: 'SELECT count(${oops}) FROM {object}', mustBe: 0 }],
  ] as const)('fails a rule that it cannot evaluate: %j', async (rule) => {
    const { outcome } = await audit(
      { properties: [{ name: 'c', type: 'int' }], quality: [rule as never] },
      '(1)',
    );
    expect(outcome.results).toMatchObject([{ status: 'error', severity: 'error', measured: null }]);
    expect(outcome.results[0]?.expected).not.toBe('');
  });

  it('fails a bound that is no date', async () => {
    const { outcome } = await audit(
      {
        properties: [
          { name: 'c', type: 'date', logicalType: 'date', logicalTypeOptions: { minimum: '2001-02-30' } },
        ],
      },
      '(NULL)',
    );
    expect(outcome.results).toMatchObject([{ status: 'error', expected: '"2001-02-30" is not an ISO date' }]);
    expect(outcome.validity).toBe(0);
  });

  it('fails a check whose answer is missing', async () => {
    const { plan } = await audit(
      {
        properties: [{ name: 'c', type: 'int', required: true }],
        quality: [{ type: 'sql', query: 'SELECT 1 FROM {object}', mustBe: 1 }],
      },
      '(1)',
    );
    const { results } = evaluateAudit(plan, {
      table: 't',
      now: NOW,
      row: { m0: '1' },
      extras: { 'sql.1': null },
    });
    expect(results.map(({ status }) => status)).toEqual(['error', 'error']);
  });

  it('measures the age of the data where the promise names a column', async () => {
    const promises = { freshnessHours: 24, freshnessElement: { table: 't', column: 'at' } };
    const fixture: TableFixture = {
      properties: [{ name: 'at', type: 'timestamp', classification: 'restricted' }],
    };
    const fresh = await audit(fixture, "('2026-01-01 12:00:00')", promises);
    expect(fresh.verdicts).toEqual([['at.freshness', 'passed', 12]]);
    const late = await audit(fixture, "('2025-12-30 00:00:00')", promises);
    expect(late.outcome.results).toMatchObject([{ status: 'failed', measured: 72, severity: 'warning' }]);
  });

  it('counts an empty table as complete, and its percentages as nothing', async () => {
    const { outcome } = await audit(
      {
        properties: [
          {
            name: 'c',
            type: 'int',
            required: true,
            quality: [{ metric: 'nullValues', unit: 'percent', mustBeLessThan: 1 }],
          },
        ],
      },
      '',
    );
    expect(outcome).toMatchObject({ rows: 0, completeness: 1, validity: 1 });
    expect(outcome.results.every(({ status }) => status === 'passed')).toBe(true);
  });
});

it('gives every check an id of its own', () => {
  const rule = { id: 'same', metric: 'rowCount', mustBeGreaterThan: 0 } as const;
  const query = { id: 'same', type: 'sql', query: 'SELECT count(*) FROM {object}', mustBe: 0 } as const;
  const product = productOf([
    { properties: [{ name: 'c', type: 'int' }], quality: [rule, rule, query, query] },
  ]);
  const [table] = product.tables;
  const plan = table && compileAudit(product, table);
  expect(plan?.checks.map(({ id }) => id)).toEqual(['same', 'same.2', 'same.3', 'same.4']);
  expect(plan?.extra.map(({ id }) => id)).toEqual(['same.3', 'same.4']);
});
