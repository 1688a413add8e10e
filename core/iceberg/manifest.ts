import { readAvro, writeAvro } from './avro-container.ts';
import type { ContentFile } from './data-file.ts';
import type { ManifestFile, PartitionSummary } from './manifest-file.ts';
import { manifestEntrySchema } from './manifest-schema.ts';
import type { PartitionSpec, Schema } from './metadata.ts';
import {
  fromAvroPartition,
  partitionColumns,
  type PartitionColumn,
  toAvroPartition,
} from './partition-type.ts';
import { encodeSingleValue } from './single-value.ts';

export type EntryStatus = 'existing' | 'added' | 'deleted';
const STATUSES = ['existing', 'added', 'deleted'] as const satisfies readonly EntryStatus[];
const CONTENTS = ['data', 'position-deletes', 'equality-deletes'] as const;

/** One file of a manifest, and since when it counts. */
export type ManifestEntry = {
  readonly status: EntryStatus;
  readonly snapshotId: bigint;
  readonly sequenceNumber: bigint;
  readonly fileSequenceNumber: bigint;
  readonly file: ContentFile;
};

/** A manifest as bytes, and the row about it for the manifest list. */
export function writeManifest(options: {
  readonly path: string;
  readonly schema: Schema;
  readonly spec: PartitionSpec;
  readonly snapshotId: bigint;
  readonly sequenceNumber: bigint;
  readonly entries: readonly ManifestEntry[];
  readonly sync: Uint8Array;
}): { readonly bytes: Uint8Array; readonly manifest: ManifestFile } {
  const { path, schema, spec, entries, snapshotId, sequenceNumber, sync } = options;
  const columns = partitionColumns(schema, spec);
  const content = entries.some(({ file }) => file.content !== 'data') ? 'deletes' : 'data';
  const bytes = writeAvro({
    schema: manifestEntrySchema(columns),
    metadata: {
      schema: JSON.stringify(schema),
      'schema-id': String(schema['schema-id']),
      'partition-spec': JSON.stringify(spec.fields),
      'partition-spec-id': String(spec['spec-id']),
      'format-version': '2',
      content,
    },
    rows: entries.map((entry) => toRow(entry, columns)),
    sync,
  });
  const count = (status: EntryStatus) => entries.filter((entry) => entry.status === status);
  const [added, existing, deleted] = [count('added'), count('existing'), count('deleted')];
  const live = [...added, ...existing].map((entry) => entry.sequenceNumber);
  const manifest: ManifestFile = {
    path,
    length: BigInt(bytes.byteLength),
    specId: spec['spec-id'],
    content,
    sequenceNumber,
    minSequenceNumber: live.reduce((least, number) => (number < least ? number : least), sequenceNumber),
    addedSnapshotId: snapshotId,
    files: { added: added.length, existing: existing.length, deleted: deleted.length },
    rows: { added: rowsOf(added), existing: rowsOf(existing), deleted: rowsOf(deleted) },
    partitions: columns.map((column) => summarize(column, entries)),
  };
  return { bytes, manifest };
}

/** Reads a manifest; what an added file leaves open is inherited from the manifest list (spec: inheritance). */
export function readManifest(bytes: Uint8Array, from: ManifestFile): readonly ManifestEntry[] {
  return readAvro(bytes).rows.map((raw) => {
    // Every writer of a manifest uses the spec's field names.
    const row = raw as EntryRow;
    return {
      status: STATUSES[row.status] ?? 'existing',
      snapshotId: row.snapshot_id ?? from.addedSnapshotId,
      sequenceNumber: row.sequence_number ?? from.sequenceNumber,
      fileSequenceNumber: row.file_sequence_number ?? row.sequence_number ?? from.sequenceNumber,
      file: fromFileRow(row.data_file),
    };
  });
}

type Pairs<V> = readonly { readonly key: number; readonly value: V }[] | null;

type FileRow = {
  readonly content?: number;
  readonly file_path: string;
  readonly file_format: string;
  readonly partition: Readonly<Record<string, unknown>>;
  readonly record_count: bigint;
  readonly file_size_in_bytes: bigint;
  readonly column_sizes?: Pairs<bigint>;
  readonly value_counts?: Pairs<bigint>;
  readonly null_value_counts?: Pairs<bigint>;
  readonly lower_bounds?: Pairs<Buffer>;
  readonly upper_bounds?: Pairs<Buffer>;
  readonly equality_ids?: readonly number[] | null;
};

type EntryRow = {
  readonly status: number;
  readonly snapshot_id: bigint | null;
  readonly sequence_number: bigint | null;
  readonly file_sequence_number?: bigint | null;
  readonly data_file: FileRow;
};

function toRow(entry: ManifestEntry, columns: readonly PartitionColumn[]): object {
  const { file, status } = entry;
  const partition = columns.map(({ name, type }) => [
    name,
    toAvroPartition(type, file.partition[name] ?? null),
  ]);
  // An added file inherits its numbers: a commit that lost a race keeps its manifest.
  const inherits = status === 'added';
  return {
    status: STATUSES.indexOf(status),
    snapshot_id: entry.snapshotId,
    sequence_number: inherits ? null : entry.sequenceNumber,
    file_sequence_number: inherits ? null : entry.fileSequenceNumber,
    data_file: {
      content: CONTENTS.indexOf(file.content),
      file_path: file.path,
      file_format: file.format,
      partition: Object.fromEntries(partition),
      record_count: file.recordCount,
      file_size_in_bytes: file.sizeBytes,
      column_sizes: pairs(file.columnSizes),
      value_counts: pairs(file.valueCounts),
      null_value_counts: pairs(file.nullCounts),
      lower_bounds: bytePairs(file.lowerBounds),
      upper_bounds: bytePairs(file.upperBounds),
      equality_ids: file.equalityIds,
    },
  };
}

function fromFileRow(row: FileRow): ContentFile {
  const partition = Object.entries(row.partition).map(([name, value]) => [name, fromAvroPartition(value)]);
  return {
    content: CONTENTS[row.content ?? 0] ?? 'data',
    path: row.file_path,
    format: row.file_format.toUpperCase(),
    partition: Object.fromEntries(partition),
    recordCount: row.record_count,
    sizeBytes: row.file_size_in_bytes,
    columnSizes: byId(row.column_sizes),
    valueCounts: byId(row.value_counts),
    nullCounts: byId(row.null_value_counts),
    lowerBounds: byId<Uint8Array>(row.lower_bounds),
    upperBounds: byId<Uint8Array>(row.upper_bounds),
    equalityIds: row.equality_ids ?? null,
  };
}

const pairs = <V>(map: ReadonlyMap<number, V>) => [...map].map(([key, value]) => ({ key, value }));

const bytePairs = (map: ReadonlyMap<number, Uint8Array>) =>
  [...map].map(([key, value]) => ({ key, value: Buffer.from(value) }));

const byId = <V>(list: Pairs<V> | undefined): ReadonlyMap<number, V> =>
  new Map((list ?? []).map(({ key, value }) => [key, value]));

const rowsOf = (entries: readonly ManifestEntry[]): bigint =>
  entries.reduce((sum, { file }) => sum + file.recordCount, 0n);

function summarize(column: PartitionColumn, entries: readonly ManifestEntry[]): PartitionSummary {
  const values = entries.map(({ file }) => file.partition[column.name] ?? null);
  const present = values.filter((value) => value !== null).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [least, most] = [present[0], present.at(-1)];
  return {
    contains_null: values.includes(null),
    contains_nan: null,
    lower_bound: least === undefined ? null : encodeSingleValue(column.type, least),
    upper_bound: most === undefined ? null : encodeSingleValue(column.type, most),
  };
}
