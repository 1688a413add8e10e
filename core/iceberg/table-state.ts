import { MeshError } from '../errors/mesh-error.ts';
import type { Schema, Snapshot, TableMetadata } from './metadata.ts';

/** The current schema, or the one of a snapshot. */
export function schemaOf(metadata: TableMetadata, snapshot?: Snapshot): Schema {
  const id = snapshot?.['schema-id'] ?? metadata['current-schema-id'];
  const schema = metadata.schemas.find((one) => one['schema-id'] === id);
  if (schema !== undefined) return schema;
  throw new MeshError(`the table metadata has no schema ${id}`, { code: 'IcebergUnreadable' });
}

/** The snapshot that a table stands at, if any was committed. */
export function currentSnapshot(metadata: TableMetadata): Snapshot | undefined {
  const current = metadata['current-snapshot-id'];
  return metadata.snapshots.find((snapshot) => snapshot['snapshot-id'] === current);
}

/** The snapshot with an id, the one that was current at a time, or else the current one. */
export function findSnapshot(
  metadata: TableMetadata,
  at: { readonly snapshotId?: bigint; readonly asOf?: Date },
): Snapshot | undefined {
  if (at.snapshotId === undefined && at.asOf === undefined) return currentSnapshot(metadata);
  const id = at.snapshotId ?? snapshotAsOf(metadata, at.asOf ?? new Date(0));
  const found = metadata.snapshots.find((snapshot) => snapshot['snapshot-id'] === id);
  if (found !== undefined) return found;
  const wanted =
    at.asOf === undefined ? `snapshot ${at.snapshotId}` : `snapshot as of ${at.asOf.toISOString()}`;
  throw new MeshError(`the table ${metadata.location} has no ${wanted}`, { code: 'SnapshotNotFound' });
}

/** What was current then: the last entry of the log that is not later. */
function snapshotAsOf(metadata: TableMetadata, asOf: Date): bigint | undefined {
  const passed = metadata['snapshot-log'].filter((entry) => entry['timestamp-ms'] <= asOf.getTime());
  return passed.at(-1)?.['snapshot-id'];
}
