import { MeshError } from '../errors/mesh-error.ts';
import type { ContentFile, DataFile } from './data-file.ts';
import { readManifest } from './manifest.ts';
import { readManifestList } from './manifest-file.ts';
import type { Schema, Snapshot, TableMetadata } from './metadata.ts';
import { parseTableMetadata } from './metadata-json.ts';
import { nameMapping } from './name-mapping.ts';
import { findSnapshot, schemaOf } from './table-state.ts';

/** Reads a whole object by its `s3://…` address. */
export type ReadObject = (path: string) => Promise<Uint8Array>;

export type TableRead = {
  readonly metadata: TableMetadata;
  /** Absent: nothing was ever committed. */
  readonly snapshot?: Snapshot;
  /** The schema that the snapshot was written with, or the current one for the current snapshot. */
  readonly schema: Schema;
  /** Live data files. */
  readonly files: readonly DataFile[];
  /** Field id by every name that a column has or had in files, for files without field ids. */
  readonly fieldIds: ReadonlyMap<string, number>;
};

export type TableSource = ({ readonly metadata: TableMetadata } | { readonly metadataLocation: string }) & {
  /** Time travel; both absent is the current snapshot. */
  readonly snapshotId?: bigint;
  readonly asOf?: Date;
  readonly read: ReadObject;
};

/**
 * Plans the scan of an Iceberg table: its schema and live data files at a snapshot.
 * Merge-on-read delete files are refused, because reading without them would show deleted rows.
 */
export async function readTable(source: TableSource): Promise<TableRead> {
  const metadata =
    'metadata' in source
      ? source.metadata
      : parseTableMetadata(Buffer.from(await source.read(source.metadataLocation)).toString('utf8'));
  const snapshot = findSnapshot(metadata, source);
  const isCurrent = snapshot === undefined || snapshot['snapshot-id'] === metadata['current-snapshot-id'];
  const schema = schemaOf(metadata, isCurrent ? undefined : snapshot);
  const fieldIds = nameMapping(metadata);
  if (snapshot === undefined) return { metadata, schema, files: [], fieldIds };
  const files = await liveFiles(snapshot, source.read);
  const deletes = files.find(({ content }) => content !== 'data');
  if (deletes !== undefined) {
    throw new MeshError(`the table has delete files (${deletes.path}), which are not supported`, {
      code: 'DeleteFilesUnsupported',
      hint: 'run OPTIMIZE … REWRITE DATA on the table, which folds them in',
    });
  }
  return { metadata, snapshot, schema, files, fieldIds };
}

/** All live files of a snapshot, delete files too. */
export async function liveFiles(snapshot: Snapshot, read: ReadObject): Promise<readonly ContentFile[]> {
  const files: ContentFile[] = [];
  for (const manifest of readManifestList(await read(snapshot['manifest-list']))) {
    if (manifest.files.added + manifest.files.existing === 0) continue;
    const entries = readManifest(await read(manifest.path), manifest);
    files.push(...entries.filter(({ status }) => status !== 'deleted').map(({ file }) => file));
  }
  return files;
}
