/**
 * Iceberg table metadata, spec version 2, with the spec's own keys.
 * Keys that are not listed here (statistics, encryption) are kept as they are when metadata is rewritten.
 */
export type TableMetadata = {
  readonly 'format-version': 2;
  readonly 'table-uuid': string;
  readonly location: string;
  readonly 'last-sequence-number': number;
  readonly 'last-updated-ms': number;
  readonly 'last-column-id': number;
  readonly schemas: readonly Schema[];
  readonly 'current-schema-id': number;
  readonly 'partition-specs': readonly PartitionSpec[];
  readonly 'default-spec-id': number;
  readonly 'last-partition-id': number;
  readonly properties: Readonly<Record<string, string>>;
  /** Absent or -1: the table has no snapshot. */
  readonly 'current-snapshot-id'?: bigint;
  readonly refs?: Readonly<Record<string, SnapshotRef>>;
  readonly snapshots: readonly Snapshot[];
  readonly 'snapshot-log': readonly SnapshotLogEntry[];
  readonly 'metadata-log': readonly MetadataLogEntry[];
  readonly 'sort-orders': readonly SortOrder[];
  readonly 'default-sort-order-id': number;
};

export type Schema = {
  readonly type: 'struct';
  readonly 'schema-id': number;
  readonly fields: readonly SchemaField[];
  readonly 'identifier-field-ids'?: readonly number[];
};

export type SchemaField = {
  readonly id: number;
  readonly name: string;
  readonly required: boolean;
  /** A nested type of a table that another engine made is an object. */
  readonly type: string | Readonly<Record<string, unknown>>;
  readonly doc?: string;
};

/** A type as messages show it. */
export function typeText({ type }: SchemaField): string {
  return typeof type === 'string' ? type : JSON.stringify(type);
}

export type PartitionSpec = { readonly 'spec-id': number; readonly fields: readonly PartitionField[] };

export type PartitionField = {
  readonly 'source-id': number;
  readonly 'field-id': number;
  readonly name: string;
  readonly transform: string;
};

export type SortOrder = { readonly 'order-id': number; readonly fields: readonly unknown[] };

export type SnapshotRef = { readonly 'snapshot-id': bigint; readonly type: 'branch' | 'tag' };

export type SnapshotOperation = 'append' | 'replace' | 'overwrite' | 'delete';

export type Snapshot = {
  readonly 'snapshot-id': bigint;
  readonly 'parent-snapshot-id'?: bigint;
  readonly 'sequence-number': number;
  readonly 'timestamp-ms': number;
  readonly 'manifest-list': string;
  readonly summary: Readonly<Record<string, string>> & { readonly operation: SnapshotOperation };
  readonly 'schema-id'?: number;
};

export type SnapshotLogEntry = { readonly 'timestamp-ms': number; readonly 'snapshot-id': bigint };

export type MetadataLogEntry = { readonly 'timestamp-ms': number; readonly 'metadata-file': string };
