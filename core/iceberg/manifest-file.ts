import { MeshError } from '../errors/mesh-error.ts';
import { readAvro, writeAvro } from './avro-container.ts';
import { MANIFEST_FILE_SCHEMA } from './manifest-schema.ts';

/** A row of a manifest list: one manifest, and what a reader needs to skip it. */
export type ManifestFile = {
  readonly path: string;
  readonly length: bigint;
  readonly specId: number;
  readonly content: 'data' | 'deletes';
  readonly sequenceNumber: bigint;
  readonly minSequenceNumber: bigint;
  readonly addedSnapshotId: bigint;
  readonly files: Counts<number>;
  readonly rows: Counts<bigint>;
  /** Kept as read: summaries that other engines wrote about partitions. */
  readonly partitions: readonly PartitionSummary[] | null;
};

export type Counts<N> = { readonly added: N; readonly existing: N; readonly deleted: N };

export type PartitionSummary = {
  readonly contains_null: boolean;
  readonly contains_nan: boolean | null;
  readonly lower_bound: Uint8Array | null;
  readonly upper_bound: Uint8Array | null;
};

/** The row as the spec's current names call it, and as Iceberg before 1.4 wrote its counts. */
type Row = {
  readonly manifest_path: string;
  readonly manifest_length: bigint;
  readonly partition_spec_id: number;
  readonly content?: number;
  readonly sequence_number?: bigint;
  readonly min_sequence_number?: bigint;
  readonly added_snapshot_id: bigint | null;
  readonly partitions?: readonly PartitionSummary[] | null;
} & Readonly<Record<string, unknown>>;

export function writeManifestList(options: {
  readonly manifests: readonly ManifestFile[];
  readonly snapshotId: bigint;
  readonly parentSnapshotId: bigint | undefined;
  readonly sequenceNumber: number;
  readonly sync: Uint8Array;
}): Uint8Array {
  const { manifests, snapshotId, parentSnapshotId, sequenceNumber, sync } = options;
  return writeAvro({
    schema: MANIFEST_FILE_SCHEMA,
    metadata: {
      'snapshot-id': snapshotId.toString(),
      'parent-snapshot-id': parentSnapshotId?.toString() ?? 'null',
      'sequence-number': sequenceNumber.toString(),
      'format-version': '2',
    },
    rows: manifests.map(toRow),
    sync,
  });
}

export function readManifestList(bytes: Uint8Array): readonly ManifestFile[] {
  // Every writer of a manifest list uses the spec's field names; counts are checked below.
  return readAvro(bytes).rows.map((row) => fromRow(row as Row));
}

function toRow(manifest: ManifestFile): object {
  return {
    manifest_path: manifest.path,
    manifest_length: manifest.length,
    partition_spec_id: manifest.specId,
    content: manifest.content === 'data' ? 0 : 1,
    sequence_number: manifest.sequenceNumber,
    min_sequence_number: manifest.minSequenceNumber,
    added_snapshot_id: manifest.addedSnapshotId,
    added_files_count: manifest.files.added,
    existing_files_count: manifest.files.existing,
    deleted_files_count: manifest.files.deleted,
    added_rows_count: manifest.rows.added,
    existing_rows_count: manifest.rows.existing,
    deleted_rows_count: manifest.rows.deleted,
    partitions: manifest.partitions?.map(toSummary) ?? null,
  };
}

const toSummary = (summary: PartitionSummary): object => ({
  ...summary,
  lower_bound: summary.lower_bound === null ? null : Buffer.from(summary.lower_bound),
  upper_bound: summary.upper_bound === null ? null : Buffer.from(summary.upper_bound),
});

function fromRow(row: Row): ManifestFile {
  const files = (word: string): number =>
    Number(row[`${word}_files_count`] ?? row[`${word}_data_files_count`] ?? 0);
  const rows = (word: string): bigint => {
    const count = row[`${word}_rows_count`] ?? 0n;
    return typeof count === 'bigint' ? count : BigInt(Number(count));
  };
  if (row.added_snapshot_id === null) {
    throw new MeshError(`the manifest list has a row without a snapshot: ${row.manifest_path}`, {
      code: 'IcebergUnreadable',
    });
  }
  return {
    path: row.manifest_path,
    length: row.manifest_length,
    specId: row.partition_spec_id,
    content: row.content === 1 ? 'deletes' : 'data',
    sequenceNumber: row.sequence_number ?? 0n,
    minSequenceNumber: row.min_sequence_number ?? 0n,
    addedSnapshotId: row.added_snapshot_id,
    files: { added: files('added'), existing: files('existing'), deleted: files('deleted') },
    rows: { added: rows('added'), existing: rows('existing'), deleted: rows('deleted') },
    partitions: row.partitions ?? null,
  };
}
