import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';
import { vi } from 'vitest';

import { readTable } from '../../core/iceberg/read-table.ts';
import type { ProductManifest } from '../../core/pipeline/manifest.ts';
import type { AuditGateOutput, ResolvedRun } from '../../core/pipeline/run.ts';
import { provisionTables } from '../../lambdas/provision-table/provision-tables.ts';
import { resolveRun } from '../../lambdas/resolve-run/resolve-run.ts';
import { fromItem } from '../../lambdas/runtime/item-attributes.ts';
import { deploy, land, publishUpstream, startOf } from './deployed-product.ts';
import { FakeAws } from './fake-aws.ts';
import { manifestFixture } from './manifest-fixture.ts';

export { deploy, land, PARAMETER, publishUpstream, startOf } from './deployed-product.ts';

/** A deployed product in an account that exists in memory: manifest, tables, inputs, and a clock that moves. */
export async function runWorld(overrides: Partial<ProductManifest> = {}) {
  const aws = new FakeAws();
  const manifest = manifestFixture(overrides);
  let ticks = 0;
  const clock = () => new Date(Date.UTC(2026, 0, 1, 6) + ++ticks * 1_000);
  const logger = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const world = {
    dynamodb: aws.as<never>(),
    events: aws.as<never>(),
    glue: aws.as<never>(),
    s3: aws.as<never>(),
    sfn: aws.as<never>(),
    ssm: aws.as<never>(),
    clock,
    logger,
  };
  deploy(aws, manifest);
  await provisionTables(manifest, world);
  publishUpstream(aws, '17');
  land(aws, manifest, 'flights/one.parquet', 'first');
  return { aws, manifest, world, clock, logger };
}

export type RunWorld = Awaited<ReturnType<typeof runWorld>>;

/** Resolves a run and writes what its queries would have written: two files for each table. */
export async function buildRun({ aws, world, manifest }: RunWorld, execution: string, rows = 5) {
  const input = startOf(execution);
  aws.executions.set(input.execution, 'RUNNING');
  const run = await resolveRun(input, world);
  for (const { location } of Object.values(run.staged)) {
    aws.objects.set(`${location}0.parquet`, await parquet(rows));
    aws.objects.set(`${location}1.parquet`, await parquet(2));
    aws.objects.set(`${location}2.parquet`, await parquet(0));
  }
  return { run, audit: auditOf(manifest, rows + 2) };
}

export function auditOf(manifest: ProductManifest, rows: number): AuditGateOutput {
  const table = {
    rows,
    checks: [],
    profile: { delay: { nulls: 0, distinct: 1, min: '0', max: '4' } },
    completeness: 1,
    validity: 1,
  };
  return { verdict: 'passed', tables: Object.fromEntries(manifest.tables.map(({ name }) => [name, table])) };
}

const files = new Map<number, Buffer>();

/** A Parquet file with the fixture's columns, made by DuckDB as the sandbox makes them. */
async function parquet(rows: number): Promise<Buffer> {
  const known = files.get(rows);
  if (known !== undefined) return known;
  const directory = mkdtempSync(join(tmpdir(), 'freehold-run-'));
  const path = join(directory, 'one.parquet');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 'ABQ' AS origin, i::INTEGER AS delay FROM range(${rows}) r(i)) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const bytes = readFileSync(path);
  rmSync(directory, { recursive: true });
  files.set(rows, bytes);
  return bytes;
}

/** What readers of a table see. */
export async function readersSee({ aws, manifest }: RunWorld, table: string) {
  const name = `${manifest.resources.database}.${table}_v1`;
  const metadataLocation = aws.tables.get(name)?.Parameters?.['metadata_location'] ?? '';
  const read = async (path: string) =>
    aws.objects.get(path) ?? Promise.reject(new Error(`no object ${path}`));
  const { files, snapshot, metadata } = await readTable({ metadataLocation, read });
  return {
    files: files.map(({ path }) => path.replace(/^.*\/data\//, '')).toSorted(),
    rows: Number(files.reduce((sum, { recordCount }) => sum + recordCount, 0n)),
    snapshots: metadata.snapshots.length,
    parameter: aws.tables.get(name)?.Parameters?.['freehold.snapshot_id'],
    snapshotId: snapshot?.['snapshot-id'].toString(),
  };
}

export function itemsOf(aws: FakeAws): Readonly<Record<string, Record<string, unknown>>> {
  return Object.fromEntries([...aws.items].toSorted().map(([key, item]) => [key, fromItem(item)]));
}

export function objectsOf(aws: FakeAws, bucket: string): Readonly<Record<string, unknown>> {
  const root = `s3://${bucket}/`;
  return Object.fromEntries(
    [...aws.objects]
      .filter(([path]) => path.startsWith(root))
      .map(([path, bytes]) => [path.slice(root.length), JSON.parse(Buffer.from(bytes).toString('utf8'))]),
  );
}

export type BuiltRun = { readonly run: ResolvedRun; readonly audit: AuditGateOutput };
