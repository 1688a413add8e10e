/**
 * One audit scan against one query per check, on the three million flight reports of the aviation mesh.
 * DuckDB reads the same Parquet file for both. Run: `node bench/audit.ts`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { compileAudit } from '../core/quality/compile-audit.ts';
import { resolveExample } from '../test/examples/read-example.ts';

const ROUNDS = 5;
const FLIGHTS = new URL('../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url).pathname;

const product = resolveExample('aviation')
  .domains.flatMap(({ products }) => products)
  .find(({ id }) => id === 'operations.flight-reports');
const [table] = product?.tables ?? [];
const [step] = product?.steps ?? [];
if (product === undefined || table === undefined || step === undefined) throw new Error('no flight reports');

const directory = mkdtempSync(join(tmpdir(), 'bench-audit-'));
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run('CREATE MACRO approx_distinct(x) AS approx_count_distinct(x)');
await connection.run('CREATE MACRO regexp_like(s, p) AS regexp_matches(s, p)');
await connection.run(`CREATE VIEW raw_flights AS SELECT * FROM read_parquet('${FLIGHTS}')`);
const file = join(directory, 'staged.parquet');
await connection.run(`COPY (${step.sql}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);

const plan = compileAudit(product, table);
const from = `read_parquet('${file}')`;
const scan = plan.scan.replace('{{table}}', from);
const measures = new Map(
  [...plan.scan.matchAll(/^ {2}(.+) AS (m\d+),?$/gm)].map(([, expression, alias]) => [alias, expression]),
);
const select = (aliases: readonly string[]): string =>
  `SELECT ${aliases.map((alias) => measures.get(alias)).join(', ')} FROM ${from}`;
/** What a tool that asks check by check would send: the measure with its examples, and a profile by column. */
const checkQueries = plan.checks.map(({ measure, examples }) => select([measure, ...examples]));
const profileQueries = table.columns.map(({ name }) =>
  select(plan.profile.filter(({ column }) => column === name).map(({ measure }) => measure)),
);

const once = await median(() => ask([scan]));
const apart = await median(() => ask([...checkQueries, ...profileQueries]));
const unprofiled = await median(() => ask(checkQueries));
rmSync(directory, { recursive: true });

process.stdout.write(`rows 3,000,000, checks ${plan.checks.length}, median of ${ROUNDS}
one scan for checks and profile       1 query    ${once.toFixed(0)} ms
one query per check and column       ${checkQueries.length + profileQueries.length} queries  ${apart.toFixed(0)} ms
one query per check, no profile      ${checkQueries.length} queries  ${unprofiled.toFixed(0)} ms
`);

async function ask(queries: readonly string[]): Promise<void> {
  for (const query of queries) await connection.run(query);
}

async function median(act: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}
