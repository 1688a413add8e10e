import { createHash } from 'node:crypto';

import { MeshError } from '../errors/mesh-error.ts';
import type { DataFile } from './data-file.ts';
import { type ManifestEntry, readManifest, writeManifest } from './manifest.ts';
import { type ManifestFile, readManifestList, writeManifestList } from './manifest-file.ts';
import type { PartitionSpec, Snapshot, TableMetadata } from './metadata.ts';
import { withMetadataLog } from './metadata-log.ts';
import type { ReadObject } from './read-table.ts';
import { summarizeSnapshot } from './snapshot-summary.ts';
import { currentSnapshot, schemaOf } from './table-state.ts';

/** How a snapshot changes the table: all rows, more rows, or the rows of the partitions that it brings. */
export type CommitOperation = 'replace' | 'append' | 'overwrite-partitions';

export type CommitResult = {
  readonly metadata: TableMetadata;
  readonly snapshotId: bigint;
  /** Objects that were written, by address: manifests and the manifest list. */
  readonly written: readonly string[];
};

export type WriteObject = (path: string, bytes: Uint8Array) => Promise<void>;

export type Commit = {
  readonly metadata: TableMetadata;
  /** Address of `metadata`, which the new metadata's log names. */
  readonly metadataLocation: string;
  readonly operation: CommitOperation;
  readonly files: readonly DataFile[];
  readonly snapshotId: bigint;
  /** Makes file names unique: the same name always has the same content. */
  readonly name: string;
  readonly now: Date;
  /** Further keys of the snapshot's summary, for example the run. */
  readonly summary?: Readonly<Record<string, string>>;
  readonly io: { readonly read: ReadObject; readonly write: WriteObject };
};

/**
 * Makes the next snapshot of a table: writes its manifests and manifest list, and answers the new metadata,
 * which becomes the table's when the catalog takes it. A snapshot that the table already has is not made again.
 */
export async function commitSnapshot(commit: Commit): Promise<CommitResult> {
  const { metadata, snapshotId } = commit;
  if (metadata.snapshots.some((snapshot) => snapshot['snapshot-id'] === snapshotId)) {
    return { metadata, snapshotId, written: [] };
  }
  const before = await entriesBefore(commit);
  const sequenceNumber = metadata['last-sequence-number'] + 1;
  const written: string[] = [];
  const manifests = [...before.kept];
  for (const group of manifestGroups(commit, before.changed)) {
    const path = `${metadata.location}/metadata/${commit.name}-m${written.length}.avro`;
    const { bytes, manifest } = writeManifest({
      path,
      schema: schemaOf(metadata),
      spec: group.spec,
      snapshotId,
      sequenceNumber: BigInt(sequenceNumber),
      entries: group.entries.map((entry) => ({
        ...entry,
        ...(entry.status === 'added' && { sequenceNumber: BigInt(sequenceNumber) }),
      })),
      sync: syncOf(path),
    });
    await commit.io.write(path, bytes);
    written.push(path);
    manifests.push(manifest);
  }
  const list = `${metadata.location}/metadata/snap-${snapshotId}-${commit.name}.avro`;
  const parentSnapshotId = currentSnapshot(metadata)?.['snapshot-id'];
  await commit.io.write(
    list,
    writeManifestList({ manifests, snapshotId, parentSnapshotId, sequenceNumber, sync: syncOf(list) }),
  );
  const summary = summarizeSnapshot(commit, before);
  const next = withSnapshot(commit, { sequenceNumber, list, summary });
  return { metadata: next, snapshotId, written: [...written, list] };
}

/** What the current snapshot has: manifests that stay, and entries of those that change. */
export type EntriesBefore = {
  readonly kept: readonly ManifestFile[];
  readonly changed: readonly { readonly specId: number; readonly entries: readonly ManifestEntry[] }[];
};

async function entriesBefore(commit: Commit): Promise<EntriesBefore> {
  const current = currentSnapshot(commit.metadata);
  if (current === undefined) return { kept: [], changed: [] };
  const list = readManifestList(await commit.io.read(current['manifest-list']));
  const live = list.filter(({ files }) => files.added + files.existing > 0);
  if (commit.operation === 'append') return { kept: live, changed: [] };
  const isTouched = partitionsTouched(commit);
  const kept: ManifestFile[] = [];
  const changed: { specId: number; entries: ManifestEntry[] }[] = [];
  for (const manifest of live) {
    const entries = readManifest(await commit.io.read(manifest.path), manifest).filter(
      ({ status }) => status !== 'deleted',
    );
    if (!entries.some((entry) => isTouched(entry, manifest.specId))) kept.push(manifest);
    else {
      const marked = entries.map((entry) =>
        markEntry(entry, isTouched(entry, manifest.specId), commit.snapshotId),
      );
      changed.push({ specId: manifest.specId, entries: marked });
    }
  }
  return { kept, changed };
}

function markEntry(entry: ManifestEntry, isGone: boolean, snapshotId: bigint): ManifestEntry {
  return isGone ? { ...entry, status: 'deleted', snapshotId } : { ...entry, status: 'existing' };
}

/** Which files of the table the operation takes away. */
function partitionsTouched(commit: Commit): (entry: ManifestEntry, specId: number) => boolean {
  const { operation, files, metadata } = commit;
  if (operation === 'replace') return () => true;
  const spec = defaultSpec(metadata);
  if (spec.fields.length === 0) {
    throw new MeshError(
      `the table ${metadata.location} is not partitioned, so no partition can be overwritten`,
      {
        code: 'PartitionUnsupported',
        hint: 'mark partition columns in the contract, or load by replace or append',
      },
    );
  }
  const brought = new Set(files.map((file) => partitionKey(spec, file)));
  return (entry, specId) => {
    if (specId !== spec['spec-id']) {
      throw new MeshError('the table was partitioned in another way before', {
        code: 'PartitionUnsupported',
      });
    }
    return brought.has(partitionKey(spec, entry.file));
  };
}

function partitionKey(spec: PartitionSpec, file: DataFile): string {
  return JSON.stringify(
    spec.fields.map(({ name }) => {
      const value = file.partition[name] ?? null;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
}

/** One manifest per partition spec and content: what is added, and what the old ones become. */
function manifestGroups(
  commit: Commit,
  changed: EntriesBefore['changed'],
): readonly { readonly spec: PartitionSpec; readonly entries: readonly ManifestEntry[] }[] {
  const { metadata, files, snapshotId } = commit;
  const added = files.map(
    (file): ManifestEntry => ({
      status: 'added',
      snapshotId,
      sequenceNumber: 0n,
      fileSequenceNumber: 0n,
      file: { ...file, content: 'data', format: 'PARQUET', equalityIds: null },
    }),
  );
  const groups = Map.groupBy(
    changed.flatMap(({ specId, entries }) => entries.map((entry) => ({ specId, entry }))),
    ({ specId, entry }) => `${specId} ${entry.file.content === 'data'}`,
  );
  const rewritten = [...groups.values()].map((group) => ({
    spec: specOf(metadata, group[0]?.specId),
    entries: group.map(({ entry }) => entry),
  }));
  return added.length === 0 ? rewritten : [{ spec: defaultSpec(metadata), entries: added }, ...rewritten];
}

const defaultSpec = (metadata: TableMetadata): PartitionSpec => specOf(metadata, metadata['default-spec-id']);

function specOf(metadata: TableMetadata, id: number | undefined): PartitionSpec {
  const spec = metadata['partition-specs'].find((one) => one['spec-id'] === id);
  if (spec !== undefined) return spec;
  throw new MeshError(`the table metadata has no partition spec ${id}`, { code: 'IcebergUnreadable' });
}

function withSnapshot(
  commit: Commit,
  made: { readonly sequenceNumber: number; readonly list: string; readonly summary: Snapshot['summary'] },
): TableMetadata {
  const { metadata, snapshotId } = commit;
  const parent = currentSnapshot(metadata)?.['snapshot-id'];
  // Time travel needs a log that never goes back, whatever the clocks of two committers say.
  const timestampMs = Math.max(commit.now.getTime(), metadata['last-updated-ms']);
  const snapshot: Snapshot = {
    'snapshot-id': snapshotId,
    ...(parent !== undefined && { 'parent-snapshot-id': parent }),
    'sequence-number': made.sequenceNumber,
    'timestamp-ms': timestampMs,
    'manifest-list': made.list,
    summary: made.summary,
    'schema-id': metadata['current-schema-id'],
  };
  return withMetadataLog(
    {
      ...metadata,
      'last-sequence-number': made.sequenceNumber,
      'last-updated-ms': timestampMs,
      'current-snapshot-id': snapshotId,
      refs: { ...metadata.refs, main: { 'snapshot-id': snapshotId, type: 'branch' } },
      snapshots: [...metadata.snapshots, snapshot],
      'snapshot-log': [
        ...metadata['snapshot-log'],
        { 'timestamp-ms': timestampMs, 'snapshot-id': snapshotId },
      ],
    },
    { location: commit.metadataLocation, timestampMs: metadata['last-updated-ms'] },
  );
}

/** The blocks' separator, derived so that the same file has the same bytes. */
function syncOf(path: string): Uint8Array {
  return createHash('sha256').update(path).digest().subarray(0, 16);
}
