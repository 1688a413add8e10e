import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { QualityRule } from '../../../core/contract/contract.ts';
import type { Operator } from '../../../core/quality/audit-plan.ts';
import { compileAudit } from '../../../core/quality/compile-audit.ts';
import { evaluateAudit } from '../../../core/quality/evaluate-audit.ts';
import { answer, type Duckdb, openDuckdb, type PropertyFixture, productOf } from './audit-fixture.ts';

let duckdb: Duckdb;
beforeAll(async () => {
  duckdb = await openDuckdb();
});

type Row = { readonly n: number | null; readonly s: string | null; readonly d: string | null };

const number = fc.option(fc.integer({ min: -6, max: 6 }));
const word = fc.option(fc.constantFrom('', 'a', 'ab', 'abc', 'B', "it's", 'N/A', '%'));
const day = fc.option(fc.integer({ min: 1, max: 9 }).map((value) => `2001-01-0${value}`));
const rows: fc.Arbitrary<readonly Row[]> = fc.array(fc.record({ n: number, s: word, d: day }), {
  maxLength: 12,
});

/** A rule and what it should measure, worked out row by row in plain JavaScript. */
type Law = {
  readonly quality?: QualityRule;
  readonly property?: PropertyFixture;
  count: (rows: readonly Row[]) => number;
};

const surplus = (keys: readonly string[]): number => keys.length - new Set(keys).size;
const present = <T>(values: readonly (T | null)[]): T[] => values.filter((value) => value !== null);

const laws: fc.Arbitrary<Law> = fc.oneof(
  fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 5 })).map(([minimum, span]): Law => {
    const maximum = minimum + span;
    return {
      property: {
        name: 'n',
        type: 'bigint',
        logicalType: 'integer',
        logicalTypeOptions: { minimum, maximum },
      },
      count: (all) => present(all.map(({ n }) => n)).filter((n) => n < minimum || n > maximum).length,
    };
  }),
  fc.integer({ min: -5, max: 5 }).map((bound): Law => {
    const logicalTypeOptions = { exclusiveMaximum: bound };
    return {
      property: { name: 'n', type: 'bigint', logicalType: 'integer', logicalTypeOptions },
      count: (all) => present(all.map(({ n }) => n)).filter((n) => n >= bound).length,
    };
  }),
  fc.integer({ min: 1, max: 4 }).map(
    (multipleOf): Law => ({
      property: { name: 'n', type: 'bigint', logicalType: 'integer', logicalTypeOptions: { multipleOf } },
      count: (all) => present(all.map(({ n }) => n)).filter((n) => n % multipleOf !== 0).length,
    }),
  ),
  fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 2, max: 4 })).map(
    ([minLength, maxLength]): Law => ({
      property: {
        name: 's',
        type: 'string',
        logicalType: 'string',
        logicalTypeOptions: { minLength, maxLength },
      },
      count: (all) =>
        present(all.map(({ s }) => s)).filter((s) => s.length < minLength || s.length > maxLength).length,
    }),
  ),
  fc.constantFrom('^a', 'b$', '^[a-z]*$', "'").map(
    (pattern): Law => ({
      property: { name: 's', type: 'string', logicalType: 'string', logicalTypeOptions: { pattern } },
      count: (all) => present(all.map(({ s }) => s)).filter((s) => !new RegExp(pattern).test(s)).length,
    }),
  ),
  fc.integer({ min: 1, max: 9 }).map((first): Law => {
    const minimum = `2001-01-0${first}`;
    return {
      property: { name: 'd', type: 'date', logicalType: 'date', logicalTypeOptions: { minimum } },
      count: (all) => present(all.map(({ d }) => d)).filter((d) => d < minimum).length,
    };
  }),
  fc.constant<Law>({
    property: { name: 'n', type: 'bigint', required: true },
    count: (all) => all.filter(({ n }) => n === null).length,
  }),
  fc.constant<Law>({
    property: { name: 's', type: 'string', unique: true },
    count: (all) => surplus(present(all.map(({ s }) => s))),
  }),
  fc.uniqueArray(fc.constantFrom(null, '', 'N/A', 'B'), { minLength: 1 }).map(
    (missingValues): Law => ({
      property: {
        name: 's',
        type: 'string',
        quality: [{ metric: 'missingValues', arguments: { missingValues }, mustBe: 0 }],
      },
      count: (all) => all.filter(({ s }) => missingValues.some((value) => value === s)).length,
    }),
  ),
  fc.uniqueArray(fc.constantFrom('a', 'ab', "it's"), { minLength: 1 }).map(
    (validValues): Law => ({
      property: {
        name: 's',
        type: 'string',
        quality: [{ metric: 'invalidValues', arguments: { validValues }, mustBe: 0 }],
      },
      count: (all) =>
        present(all.map(({ s }) => s)).filter((s) => !validValues.some((value) => value === s)).length,
    }),
  ),
  fc.constant<Law>({
    quality: { metric: 'duplicateValues', arguments: { properties: ['n', 's', 'd'] }, mustBe: 0 },
    count: (all) => surplus(all.map(({ n, s, d }) => JSON.stringify([n, s, d]))),
  }),
  fc.constant<Law>({ quality: { metric: 'rowCount', mustBe: 0 }, count: (all) => all.length }),
);

const literal = (value: string | null): string =>
  value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;

async function load(all: readonly Row[]): Promise<void> {
  await duckdb.run('CREATE OR REPLACE TABLE t (n bigint, s varchar, d date)');
  const values = all.map(({ n, s, d }) => `(${n ?? 'NULL'}, ${literal(s)}, ${literal(d)})`);
  if (values.length > 0) await duckdb.run(`INSERT INTO t VALUES ${values.join(', ')}`);
}

const COLUMNS: readonly PropertyFixture[] = [
  { name: 'n', type: 'bigint' },
  { name: 's', type: 'string' },
  { name: 'd', type: 'date' },
];

async function measure(law: Law, all: readonly Row[]) {
  const properties = COLUMNS.map((column) => (column.name === law.property?.name ? law.property : column));
  const product = productOf([{ properties, ...(law.quality !== undefined && { quality: [law.quality] }) }]);
  const [table] = product.tables;
  if (table === undefined) throw new Error('no table');
  const plan = compileAudit(product, table);
  await load(all);
  return evaluateAudit(plan, { table: 't', now: new Date(0), ...(await answer(duckdb, plan, 't')) });
}

it('measures with SQL what reading row by row measures', async () => {
  await fc.assert(
    fc.asyncProperty(laws, rows, async (law, all) => {
      const { results, rows: counted } = await measure(law, all);
      expect(counted).toBe(all.length);
      expect(results.map(({ measured }) => measured)).toEqual([law.count(all)]);
    }),
    { numRuns: 300 },
  );
});

const KEEPS: Readonly<Record<Operator, (value: number, low: number, high: number) => boolean>> = {
  mustBe: (value, low) => value === low,
  mustNotBe: (value, low) => value !== low,
  mustBeGreaterThan: (value, low) => value > low,
  mustBeGreaterOrEqualTo: (value, low) => value >= low,
  mustBeLessThan: (value, low) => value < low,
  mustBeLessOrEqualTo: (value, low) => value <= low,
  mustBeBetween: (value, low, high) => low <= value && value <= high,
  mustNotBeBetween: (value, low, high) => value < low || high < value,
};

it('decides every operator in rows and in percent as arithmetic does', async () => {
  const operators = fc.constantFrom(...(Object.keys(KEEPS) as Operator[]));
  const bounds = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }));
  await fc.assert(
    fc.asyncProperty(operators, bounds, fc.boolean(), rows, async (operator, [low, span], isPercent, all) => {
      const high = low + span;
      const isRange = operator === 'mustBeBetween' || operator === 'mustNotBeBetween';
      const rule: QualityRule = {
        metric: 'nullValues',
        ...(isPercent && { unit: 'percent' }),
        [operator]: isRange ? [low, high] : low,
      };
      const { results } = await measure(
        { property: { name: 'n', type: 'bigint', quality: [rule] }, count: () => 0 },
        all,
      );
      const nulls = all.filter(({ n }) => n === null).length;
      const value = !isPercent ? nulls : all.length === 0 ? 0 : (nulls / all.length) * 100;
      const status = KEEPS[operator](value, low, high) ? 'passed' : 'failed';
      expect(results.map((result) => result.status)).toEqual([status]);
    }),
    { numRuns: 200 },
  );
});
