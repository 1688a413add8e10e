import { createHash } from 'node:crypto';

import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { type CommitOperation, commitSnapshot } from '../../core/iceberg/commit-snapshot.ts';
import type { DataFile } from '../../core/iceberg/data-file.ts';
import type { Snapshot, TableMetadata } from '../../core/iceberg/metadata.ts';
import { snapshotIdOf } from '../../core/iceberg/snapshot-id.ts';
import type { ManifestTable, ProductManifest } from '../../core/pipeline/manifest.ts';
import type { ResolvedRun } from '../../core/pipeline/run.ts';
import type { Load } from '../../core/spec/mesh.ts';
import {
  type CatalogTable,
  getGlueTable,
  loadMetadata,
  moveTable,
  writeMetadata,
} from '../runtime/iceberg-catalog.ts';
import { getBytes, parseS3, putBytes } from '../runtime/objects.ts';
import { adoptFiles } from './adopt-files.ts';

/** How often a commit is made again on top of somebody else's. */
const COMMIT_ATTEMPTS_MAX = 3;

export type CommitWorld = {
  readonly glue: GlueClient;
  readonly s3: S3Client;
  readonly clock: () => Date;
  /** Fails when the run no longer holds the product; asked right before each commit. */
  readonly assertLease: () => Promise<void>;
};

export type CommittedTable = {
  readonly snapshotId: string;
  readonly committedAt: string;
  readonly files: number;
  readonly rows: number;
  readonly sizeBytes: number;
};

export type TableCommit = {
  readonly manifest: ProductManifest;
  readonly table: ManifestTable;
  readonly run: ResolvedRun;
  /** Rows that the audit scan counted; anything else is not what was audited. */
  readonly auditedRows: number;
};

/** Makes the staged files of one table what its readers see; once per run, however often it is called. */
export async function commitTable(commit: TableCommit, world: CommitWorld): Promise<CommittedTable> {
  const operation = operationOf(commit.manifest.load);
  const snapshotId = snapshotIdOf(snapshotName(commit), commit.table.name);
  for (let attempt = 1; attempt <= COMMIT_ATTEMPTS_MAX; attempt++) {
    const current = await readCurrent(commit, world);
    const done = current.metadata.snapshots.find((snapshot) => snapshot['snapshot-id'] === snapshotId);
    if (done !== undefined) return committed(done);
    const staged = commit.run.staged[commit.table.name];
    if (staged === undefined) throw unstaged(commit.table.name);
    const files = await adoptFiles(world.s3, staged.location, current.metadata);
    refuseUnaudited(commit, files);
    const next = await writeCommit({ commit, current, operation, snapshotId, files }, world);
    await world.assertLease();
    if (await moveTable(world.glue, current, next)) return committed(next.snapshot);
  }
  throw new MeshError(
    `the table ${commit.table.glueTable} changed ${COMMIT_ATTEMPTS_MAX} times during the commit`,
    {
      code: 'CommitContended',
      hint: 'find out who else writes to the table: only its own product should; then run again',
    },
  );
}

/** Adding rows twice would show them twice: an append is the same snapshot in every attempt of its run. */
function snapshotName({ manifest, run }: TableCommit): string {
  const product = `${manifest.domain}.${manifest.product}.v${manifest.major}`;
  return manifest.load === 'append' ? `${product}/${run.run}` : `${product}/${run.run}-${run.attempt}`;
}

function operationOf(load: Load): CommitOperation {
  switch (load) {
    case 'replace':
      return 'replace';
    case 'append':
      return 'append';
    case 'partition':
      return 'overwrite-partitions';
    case 'merge':
      throw new MeshError('the load "merge" cannot be published', {
        code: 'LoadUnsupported',
        hint: 'write `load: replace`, `append` or `partition` in pipeline.yaml',
      });
  }
}

async function readCurrent({ manifest, table }: TableCommit, world: CommitWorld): Promise<CatalogTable> {
  const { database } = manifest.resources;
  const glueTable = await getGlueTable(world.glue, { database, table: table.glueTable });
  if (glueTable !== undefined) return loadMetadata(world.s3, glueTable);
  throw new MeshError(`the table ${database}.${table.glueTable} does not exist`, {
    code: 'TableMissing',
    hint: 'deploy the product again: its stack makes the table',
  });
}

function refuseUnaudited({ table, auditedRows }: TableCommit, files: readonly DataFile[]): void {
  const rows = files.reduce((sum, { recordCount }) => sum + recordCount, 0n);
  if (rows === BigInt(auditedRows)) return;
  throw new MeshError(
    `the staged files of ${table.name} hold ${rows} rows, but ${auditedRows} were audited`,
    {
      code: 'FilesNotAudited',
      hint: 'something else wrote below the run’s prefix; run the product again',
    },
  );
}

type PreparedCommit = {
  readonly metadata: TableMetadata;
  readonly metadataLocation: string;
  readonly snapshot: Snapshot;
};

async function writeCommit(
  made: {
    readonly commit: TableCommit;
    readonly current: CatalogTable;
    readonly operation: CommitOperation;
    readonly snapshotId: bigint;
    readonly files: readonly DataFile[];
  },
  { s3, clock }: CommitWorld,
): Promise<PreparedCommit> {
  const { commit, current, operation, snapshotId, files } = made;
  const { run, attempt } = commit.run;
  const now = clock();
  // On another base, or at another time, the files have other content, so they have other names.
  const base = createHash('sha256').update(`${current.metadataLocation}\n${now.toISOString()}`).digest('hex');
  const name = `${run}-${attempt}-${base.slice(0, 12)}`;
  const { metadata } = await commitSnapshot({
    metadata: current.metadata,
    metadataLocation: current.metadataLocation,
    operation,
    files,
    snapshotId,
    name,
    now,
    summary: { 'freehold.run': run, 'freehold.attempt': String(attempt) },
    io: {
      read: (path) => getBytes(s3, parseS3(path)),
      write: (path, bytes) => putBytes(s3, parseS3(path), { bytes, contentType: 'application/octet-stream' }),
    },
  });
  const snapshot = metadata.snapshots.find((one) => one['snapshot-id'] === snapshotId);
  if (snapshot === undefined) throw unstaged(commit.table.name);
  const metadataLocation = await writeMetadata(s3, metadata, { previous: current.metadataLocation, name });
  return { metadata, metadataLocation, snapshot };
}

/** From the snapshot itself, so that asking again answers the same. */
function committed(snapshot: Snapshot): CommittedTable {
  const count = (key: string): number => Number(snapshot.summary[key] ?? 0);
  return {
    snapshotId: snapshot['snapshot-id'].toString(),
    committedAt: new Date(snapshot['timestamp-ms']).toISOString(),
    files: count('added-data-files'),
    rows: count('added-records'),
    sizeBytes: count('added-files-size'),
  };
}

function unstaged(table: string): MeshError {
  return new MeshError(`the run staged no files of the table ${table}`, {
    code: 'StagedFilesMissing',
    source: 'platform',
  });
}
