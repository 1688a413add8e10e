import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../../../../sandbox/cloud/aws-error.ts';
import { BUCKETS, objects } from '../../../../../sandbox/services/s3/store.ts';
import type { TestLake } from '../test-lake.ts';
import type { TwinLakes } from './twin-lakes.ts';
import type { Reader } from './withheld-data.ts';

export type HostileStatement = { readonly reader: Reader; readonly sql: string };

/** A statement and what it told in each world; it tells nothing that is withheld when the two are the same. */
export type Observation = HostileStatement & { readonly calm: string; readonly wild: string };

/** As many as may wait in Athena's queue. */
const BATCH = 100;

/** Runs statements in both worlds and writes down all that a caller can learn from each, but for times and ids. */
export async function observe(
  twins: TwinLakes,
  statements: readonly HostileStatement[],
): Promise<readonly Observation[]> {
  const observations: Observation[] = [];
  for (let at = 0; at < statements.length; at += BATCH) {
    const batch = statements.slice(at, at + BATCH);
    const { calm, wild } = twins.lakes;
    const [inCalm, inWild] = [await observeIn(calm, batch), await observeIn(wild, batch)];
    for (const [n, statement] of batch.entries()) {
      observations.push({ ...statement, calm: inCalm[n] ?? '', wild: inWild[n] ?? '' });
    }
  }
  return observations;
}

/** Orders that a statement leaves open come by chance: so often is it tried whether both worlds can tell the same. */
const ATTEMPTS = 12;

/** Those of the observations by which a caller can tell the worlds apart. */
export async function telling(
  twins: TwinLakes,
  observations: readonly Observation[],
): Promise<readonly Observation[]> {
  const found: Observation[] = [];
  for (const observation of observations.filter(({ calm, wild }) => calm !== wild)) {
    const { reader, sql } = observation;
    const again = await observe(
      twins,
      Array.from({ length: ATTEMPTS }, () => ({ reader, sql })),
    );
    const inCalm = new Set([observation, ...again].map(({ calm }) => calm));
    if (![observation, ...again].some(({ wild }) => inCalm.has(wild))) found.push(observation);
  }
  return found;
}

async function observeIn(lake: TestLake, batch: readonly HostileStatement[]): Promise<readonly string[]> {
  const started: (readonly [HostileStatement, string])[] = [];
  for (const statement of batch) started.push([statement, await start(lake, statement)]);
  await lake.idle();
  const told: string[] = [];
  for (const [{ reader }, id] of started) {
    told.push(id.startsWith('refused') ? id : await outcomeOf(lake, reader, id));
  }
  return told;
}

async function start(lake: TestLake, { reader, sql }: HostileStatement): Promise<string> {
  try {
    const text = withPlaces(lake, reader, sql);
    return await lake.start(reader, text, { QueryExecutionContext: { Database: reader } });
  } catch (error) {
    if (error instanceof AwsError) return `refused: ${error.code}: ${error.message}`;
    throw error;
  }
}

/** `FILE` is the Parquet file of `flights`, `DIR` the sandbox's directory. */
function withPlaces(lake: TestLake, reader: Reader, sql: string): string {
  return sql
    .replaceAll(/\bFILE\b/g, join(lake.directory, `s3/data/${reader}/flights/0.parquet`))
    .replaceAll(/\bDIR\b/g, lake.directory);
}

async function outcomeOf(lake: TestLake, reader: Reader, id: string): Promise<string> {
  const { execution, rows, header, types } = await lake.outcome(reader, id);
  const { Status, Statistics, StatementType, SubstatementType } = execution;
  const told = {
    status: [Status?.State, Status?.StateChangeReason, Status?.AthenaError],
    statement: [StatementType, SubstatementType],
    scanned: Statistics?.DataScannedInBytes,
    manifest: Statistics?.DataManifestLocation,
    answer: [header, types, rows],
    files: filesOf(lake, id),
  };
  // Names of tables are in lower case.
  const directory = new RegExp(RegExp.escape(lake.directory), 'gi');
  return JSON.stringify(told).replaceAll(id, 'ID').replaceAll(directory, 'DIR');
}

/** Every object that the query has left behind, by its bytes. */
function filesOf(lake: TestLake, id: string): readonly string[] {
  return objects(lake.cloud)
    .list(BUCKETS, 'results/')
    .filter(([, { key }]) => key.includes(id))
    .map(([, { key }]) => {
      const path = join(lake.directory, 's3/results', key);
      if (!existsSync(path)) return key;
      return `${key} ${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12)}`;
    });
}
