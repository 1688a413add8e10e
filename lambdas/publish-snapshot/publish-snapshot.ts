import type { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DeleteTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { runEvent } from '../../core/openlineage/run-event.ts';
import {
  type LedgerTable,
  ledgerBase,
  ledgerKey,
  type LedgerEntry,
  lineageKey,
} from '../../core/pipeline/ledger-entry.ts';
import type { ProductManifest } from '../../core/pipeline/manifest.ts';
import { stagingTable } from '../../core/naming/names.ts';
import { registryKey } from '../../core/pipeline/run-id.ts';
import type { PublishSnapshotInput, PublishSnapshotOutput } from '../../core/pipeline/run.ts';
import { announce } from '../runtime/announce.ts';
import { putJson } from '../runtime/objects.ts';
import { readManifest } from '../runtime/read-manifest.ts';
import { ProductRegistry } from '../runtime/registry.ts';
import { commitTable } from './commit-table.ts';
import { publishedHead, publishedRun } from './registry-items.ts';

export type PublishWorld = {
  readonly dynamodb: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly clock: () => Date;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

/**
 * Makes an audited run what readers see: one Iceberg commit per table, the run's records, the announcement,
 * the registry's head. Each step is safe to do twice and the head comes last, so that a run which died
 * in between is finished by calling this again.
 */
export async function publishSnapshot(
  input: PublishSnapshotInput,
  world: PublishWorld,
): Promise<PublishSnapshotOutput> {
  const { run, audit } = input;
  const manifest = await readManifest(world.s3, run.manifest);
  const registry = new ProductRegistry(
    world.dynamodb,
    manifest.resources.registryTable,
    registryKey(manifest),
  );
  const isPublished = async () => {
    const head = await registry.head();
    return head?.run === run.run && head.attempt === run.attempt;
  };
  const assertLease = async () => {
    const lease = await registry.lease();
    const isOurs =
      lease?.execution === run.execution && lease.run === run.run && lease.attempt === run.attempt;
    if (!isOurs && !(await isPublished())) throw leaseLost(run.execution);
  };
  await assertLease();

  const tables: Record<string, LedgerTable> = {};
  let publishedAt = '';
  for (const table of manifest.tables) {
    const audited = audit.tables[table.name];
    if (audited === undefined) throw notAudited(table.name);
    const commit = { manifest, table, run, auditedRows: audited.rows };
    const { committedAt, ...done } = await commitTable(commit, { ...world, assertLease });
    tables[table.name] = { ...audited, ...done };
    if (committedAt > publishedAt) publishedAt = committedAt;
  }
  const published = { input, manifest, tables, publishedAt };
  if (!(await isPublished())) {
    await record(published, world);
    await announce(world.events, manifest, { type: 'ProductPublished', detail: announcement(published) });
    const isHead = await registry.publish(publishedHead(published), publishedRun(published));
    if (!isHead && !(await isPublished())) throw leaseLost(run.execution);
  }
  await dropStaging(manifest, input, world);
  world.logger.info('run published', { run: run.run, attempt: run.attempt, publishedAt });
  return {
    snapshots: Object.fromEntries(
      Object.entries(tables).map(([name, { snapshotId, rows }]) => [name, { snapshotId, rows }]),
    ),
    publishedAt,
  };
}

export type Published = {
  readonly input: PublishSnapshotInput;
  readonly manifest: ProductManifest;
  readonly tables: Readonly<Record<string, LedgerTable>>;
  readonly publishedAt: string;
};

async function record(
  { input, manifest, tables, publishedAt }: Published,
  { s3 }: PublishWorld,
): Promise<void> {
  const { run, audit } = input;
  const bucket = manifest.resources.auditBucket;
  const entry: LedgerEntry = {
    ...ledgerBase(manifest, run),
    endedAt: publishedAt,
    status: 'published',
    verdict: audit.verdict,
    tables,
    findings: [],
  };
  await putJson(s3, { bucket, key: ledgerKey(manifest, run) }, entry);
  const event = runEvent(manifest, run, { phase: { kind: 'COMPLETE', tables }, time: publishedAt });
  await putJson(s3, { bucket, key: lineageKey(manifest, run) }, event);
}

/** A consumer that sees an announcement twice knows it by `id`. */
function announcement({
  input,
  manifest,
  tables,
  publishedAt,
}: Published): Readonly<Record<string, unknown>> {
  const { run, audit } = input;
  return {
    id: `${run.runUuid}/published`,
    product: `${manifest.domain}.${manifest.product}`,
    domain: manifest.domain,
    major: manifest.major,
    version: manifest.version,
    run: run.run,
    attempt: run.attempt,
    verdict: audit.verdict,
    publishedAt,
    tables: Object.entries(tables).map(([name, { snapshotId, rows }]) => ({ name, snapshotId, rows })),
  };
}

/** What stays behind is dropped by the next run. */
async function dropStaging(
  manifest: ProductManifest,
  { run }: PublishSnapshotInput,
  { glue, logger }: PublishWorld,
): Promise<void> {
  for (const step of manifest.steps) {
    const name = stagingTable(manifest.product, manifest.major, step.name, `${run.run}_${run.attempt}`);
    try {
      await glue.send(
        new DeleteTableCommand({ DatabaseName: manifest.resources.stagingDatabase, Name: name }),
      );
    } catch (error) {
      if (error instanceof Error && error.name === 'EntityNotFoundException') continue;
      logger.warn('a staging table stays until the next run', { name, error: String(error) });
    }
  }
}

function leaseLost(execution: string): MeshError {
  return new MeshError(`${execution} no longer holds the product: another run took it over`, {
    code: 'LeaseLost',
    hint: 'nothing more was published by this run; look at the newest run of the product',
  });
}

function notAudited(table: string): MeshError {
  return new MeshError(`the audit says nothing about the table ${table}`, {
    code: 'FilesNotAudited',
    source: 'platform',
  });
}
