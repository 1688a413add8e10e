import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluatePolicies } from '../../core/governance/evaluate-policies.ts';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import { compileAudit } from '../../core/quality/compile-audit.ts';
import { type AuditOutcome, evaluateAudit, refuses } from '../../core/quality/evaluate-audit.ts';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import type { Mesh, Product, Source } from '../../core/spec/mesh.ts';
import { answer, type Duckdb, openDuckdb } from '../core/quality/audit-fixture.ts';
import { EXAMPLES, readExample, resolveExample } from './read-example.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const DATA = new URL('../../node_modules/', import.meta.url).pathname;

/** Products in the order in which they can run. */
const ORDER = [
  'airports.airports',
  'airports.airport-names',
  'operations.flight-reports',
  'operations.flights',
  'operations.punctuality',
  'safety.strikes',
  'insight.strike-rates',
  'insight.airport-scorecard',
];

describe.each(['aviation', 'minimal'])('the mesh %s', (name) => {
  it('has nothing wrong with it', () => {
    expect(resolveMesh(readExample(name), { now: NOW }).diagnostics).toEqual([]);
  });

  it('keeps its own policies in every stage', () => {
    const mesh = resolveExample(name);
    const { policies, waivers, diagnostics } = parsePolicies(readExample(name));
    expect(diagnostics).toEqual([]);
    for (const stage of ['validate', 'synth', 'deploy', 'publish'] as const) {
      expect(evaluatePolicies({ mesh, policies, waivers, stage, now: NOW })).toEqual([]);
    }
  });
});

describe('the products of aviation, made of the real data', () => {
  const mesh = resolveExample('aviation');
  const outcomes = new Map<string, AuditOutcome>();
  let duckdb: Duckdb;

  beforeAll(async () => {
    duckdb = await openDuckdb();
    for (const { name } of mesh.domains) await duckdb.run(`CREATE SCHEMA ${name}`);
    for (const id of ORDER) await make(id);
  }, 120_000);

  async function make(id: string): Promise<void> {
    const product = mesh.domains.flatMap(({ products }) => products).find((candidate) => candidate.id === id);
    if (product === undefined) throw new Error(`no product ${id}`);
    for (const source of product.sources) await land(product, source);
    for (const { name, kind, sql } of product.steps) {
      const table = kind === 'table' ? `${product.domain}.${name}` : name;
      await duckdb.run(`CREATE TABLE ${table} AS ${sql}`);
    }
    for (const table of product.tables) {
      const plan = compileAudit(product, table, { classifications: mesh.classifications });
      const answers = await answer(duckdb, plan, `${product.domain}.${table.name}`);
      outcomes.set(table.name, evaluateAudit(plan, { table: table.name, now: NOW, ...answers }));
    }
  }

  /** A source as the landing zone shows it: the columns of a CSV file are those of pipeline.yaml, by position. */
  async function land(product: Product, { name, prefix, format, columns }: Source): Promise<void> {
    const path = landedPath(mesh, `${product.domain}/${prefix}`);
    const types = columns.map((column) => `'${column.name}': 'VARCHAR'`).join(', ');
    const read =
      format === 'parquet'
        ? `read_parquet('${path}')`
        : `read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {${types}})`;
    await duckdb.run(`CREATE VIEW ${name} AS SELECT * FROM ${read}`);
  }

  it('have the rows that the data have', () => {
    expect(Object.fromEntries([...outcomes].map(([table, { rows }]) => [table, rows]))).toEqual({
      airports: 3_376,
      airport_names: 50,
      flight_reports: 3_000_000,
      flights: 2_999_809,
      punctuality: 570_842,
      strikes: 10_000,
      strike_rates: 48,
      airport_scorecard: 229,
    });
  });

  it('show what is wrong with the data as warnings, and nothing that refuses a publication', () => {
    const results = [...outcomes.values()].flatMap((outcome) => outcome.results);
    expect(results.filter(refuses)).toEqual([]);
    const found = results
      .filter(({ status }) => status !== 'passed')
      .map(({ table, id, status, measured, examples }) => ({
        check: `${table}.${id}`,
        status,
        measured,
        examples,
      }));
    expect(found).toMatchInlineSnapshot(`
      [
        {
          "check": "airport_names.unlisted-airports",
          "examples": [],
          "measured": 1,
          "status": "failed",
        },
        {
          "check": "flight_reports.delay_minutes.range",
          "examples": [
            "-1116",
            "1688",
          ],
          "measured": 11,
          "status": "failed",
        },
        {
          "check": "flight_reports.exact-duplicates",
          "examples": [],
          "measured": 191,
          "status": "failed",
        },
      ]
    `);
  });

  it('are complete, and valid but for the impossible delays', () => {
    for (const [table, { completeness, validity }] of outcomes) {
      expect(completeness, table).toBe(1);
      if (table === 'flight_reports') expect(1 - validity).toBeGreaterThan(0);
      else expect(validity, table).toBeGreaterThan(0.999);
    }
  });

  it('never let values of confidential columns out of the table', () => {
    const { operator, cost_total: cost, species } = outcomes.get('strikes')?.profile ?? {};
    expect(operator).toMatchObject({ min: null, max: null, nulls: 0 });
    expect(cost).toMatchObject({ min: null, max: null });
    expect(species?.min).not.toBeNull();
  });
});

function landedPath(mesh: Mesh, directory: string): string {
  const { from } = mesh.landing.find(({ to }) => to.startsWith(directory)) ?? { from: '' };
  return from.startsWith('npm:') ? join(DATA, from.slice('npm:'.length)) : join(EXAMPLES, 'aviation', from);
}
