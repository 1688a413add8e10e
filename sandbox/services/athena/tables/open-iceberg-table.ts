import { readFile } from 'node:fs/promises';
import type { Table } from '@aws-sdk/client-glue';
import { athenaType } from '../../../../core/iceberg/column-type.ts';
import { readTable, type TableRead } from '../../../../core/iceberg/read-table.ts';
import { MeshError } from '../../../../core/errors/mesh-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { objectPath } from '../../s3/object-path.ts';
import type { TableVersion } from '../dialect/resolve-tables.ts';
import { QueryFailure } from '../query-failure.ts';
import { duckdbType } from './hive-type.ts';
import { parseS3 } from './list-files.ts';
import { selectParquet } from './select-parquet.ts';
import type { TableSource } from './table-source.ts';

export const isIceberg = (table: Table): boolean =>
  (table.Parameters?.['table_type'] ?? '').toUpperCase() === 'ICEBERG';

/** An Iceberg table at a snapshot. */
export async function openIcebergTable(
  cloud: Cloud,
  table: Table,
  version: TableVersion,
): Promise<TableSource> {
  const metadataLocation = table.Parameters?.['metadata_location'];
  if (metadataLocation === undefined) throw badMetadata(table, 'it has no metadata_location');
  const read = await plan(cloud, table, { metadataLocation, version });
  const columns = read.schema.fields.map((field) => ({
    name: field.name.toLowerCase(),
    type: duckdbType(athenaType(field.type)),
  }));
  const location = table.StorageDescriptor?.Location ?? read.metadata.location;
  const stray = [metadataLocation, ...read.files.map(({ path }) => path)].find(
    (path) => !isBelow(path, location),
  );
  // The right to read was checked for the table's location: nothing else may be read in its name.
  if (stray !== undefined) throw badMetadata(table, 'it refers to files outside of its location');
  const files = read.files.map((file) => ({ path: pathOf(cloud, file.path), bytes: Number(file.sizeBytes) }));
  const namesOf = fileNames(read);
  return {
    columns,
    files,
    select: (database, selection) => selectParquet(database, { files, namesOf, ...selection }),
  };
}

async function plan(
  cloud: Cloud,
  table: Table,
  at: { readonly metadataLocation: string; readonly version: TableVersion },
): Promise<TableRead> {
  const { metadataLocation, version } = at;
  try {
    return await readTable({
      metadataLocation,
      ...(version.kind === 'snapshot' && { snapshotId: version.id }),
      ...(version.kind === 'timestamp' && { asOf: version.at }),
      read: (path) => readFile(pathOf(cloud, path)),
    });
  } catch (error) {
    if (error instanceof MeshError && error.code === 'SnapshotNotFound') throw noSuchVersion(version);
    throw badMetadata(table, error instanceof MeshError ? error.code : 'it cannot be read', error);
  }
}

/** Every name that a column has or had in files, its own first unless that is another column's. */
function fileNames(read: TableRead): (column: string) => readonly string[] {
  const idOf = new Map(read.schema.fields.map((field) => [field.name.toLowerCase(), field.id]));
  return (column) => {
    const id = idOf.get(column);
    const mapped = [...read.fieldIds].map(([name, other]) => [name.toLowerCase(), other] as const);
    const isTaken = mapped.some(([name, other]) => name === column && other !== id);
    const names = mapped.filter(([, other]) => other === id).map(([name]) => name);
    return [...new Set(isTaken ? names : [column, ...names])];
  };
}

function isBelow(path: string, location: string): boolean {
  const [inner, outer] = [parseS3(path), parseS3(location)];
  const prefix = outer.key === '' || outer.key.endsWith('/') ? outer.key : `${outer.key}/`;
  return (
    inner.bucket === outer.bucket && inner.key.startsWith(prefix) && !inner.key.split('/').includes('..')
  );
}

function pathOf(cloud: Cloud, location: string): string {
  const { bucket, key } = parseS3(location);
  return objectPath(cloud, bucket, key);
}

function noSuchVersion(version: TableVersion): QueryFailure {
  return version.kind === 'timestamp'
    ? new QueryFailure(`INVALID_ARGUMENTS: No version history table at or before ${version.at.toISOString()}`)
    : new QueryFailure(
        `INVALID_ARGUMENTS: Iceberg snapshot ID does not exists: ${version.kind === 'snapshot' ? version.id : 'current'}`,
      );
}

function badMetadata(table: Table, why: string, cause?: unknown): QueryFailure {
  return new QueryFailure(
    `ICEBERG_BAD_DATA: Error processing metadata for table ${table.DatabaseName}.${table.Name}: ${why}`,
    { type: 233, cause },
  );
}
