/**
 * Publishing staged Parquet files: the function `publish-snapshot` as it is deployed, over AWS in memory, so that the
 * figures are the work and not a network. One Iceberg commit, whatever the number of files. Run: node bench/publish.ts
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { AuditGateOutput } from '../core/pipeline/run.ts';
import { provisionTables } from '../lambdas/provision-table/provision-tables.ts';
import { publishSnapshot } from '../lambdas/publish-snapshot/publish-snapshot.ts';
import { resolveRun } from '../lambdas/resolve-run/resolve-run.ts';
import { deploy, land, publishUpstream, startOf } from '../test/lambdas/deployed-product.ts';
import { FakeAws } from '../test/lambdas/fake-aws.ts';
import { manifestFixture } from '../test/lambdas/manifest-fixture.ts';
import { median } from './measure-process.ts';

const ROUNDS = 5;
const ROWS_PER_FILE = 10_000;
const FILES = [10, 100, 1_000];

const parquet = await makeParquet();
process.stdout.write(
  `files of ${ROWS_PER_FILE} rows, ${parquet.byteLength} bytes; median of ${ROUNDS} publications\n`,
);
await publication(10);
for (const files of FILES) {
  const times: number[] = [];
  let calls = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const made = await publication(files);
    times.push(made.milliseconds);
    calls = made.calls;
  }
  const each = median(times) / files;
  const figures = `${median(times).toFixed(0)} ms`.padStart(10) + `${each.toFixed(2)} ms a file`.padStart(18);
  process.stdout.write(`${String(files).padStart(6)} files ${figures}  ${calls} calls to AWS\n`);
}

async function publication(files: number): Promise<{ milliseconds: number; calls: number }> {
  const aws = new FakeAws();
  const manifest = manifestFixture();
  const world = {
    dynamodb: aws.as<never>(),
    events: aws.as<never>(),
    glue: aws.as<never>(),
    s3: aws.as<never>(),
    sfn: aws.as<never>(),
    ssm: aws.as<never>(),
    clock: () => new Date('2026-11-22T06:00:00Z'),
    logger: { info: () => {}, warn: () => {}, error: () => {} },
  };
  deploy(aws, manifest);
  await provisionTables(manifest, world);
  publishUpstream(aws, '17');
  land(aws, manifest, 'flights/one.parquet', 'first');
  const start = startOf('one');
  aws.executions.set(start.execution, 'RUNNING');
  const run = await resolveRun(start, world);
  for (const { location } of Object.values(run.staged)) {
    for (let file = 0; file < files; file += 1) {
      aws.objects.set(`${location}${String(file).padStart(5, '0')}.parquet`, parquet);
    }
  }
  const before = aws.calls.length;
  const startedAt = performance.now();
  const published = await publishSnapshot({ run, audit: auditOf(files * ROWS_PER_FILE) }, world);
  const milliseconds = performance.now() - startedAt;
  const rows = published.snapshots['flights']?.rows;
  if (rows !== files * ROWS_PER_FILE) throw new Error(`${rows} rows were published`);
  return { milliseconds, calls: aws.calls.length - before };
}

function auditOf(rows: number): AuditGateOutput {
  const table = { rows, checks: [], profile: {}, completeness: 1, validity: 1 };
  return { verdict: 'passed', tables: { flights: table } };
}

async function makeParquet(): Promise<Buffer> {
  const directory = mkdtempSync(join(tmpdir(), 'freehold-publish-'));
  try {
    const path = join(directory, 'one.parquet');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = `SELECT 'A' || (i % 300) AS origin, (i % 90)::INTEGER AS delay FROM range(${ROWS_PER_FILE}) r(i)`;
    await connection.run(`COPY (${rows}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
    return readFileSync(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
