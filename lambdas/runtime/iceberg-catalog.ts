import {
  type Column as GlueColumn,
  GetTableCommand,
  type GlueClient,
  type Table as GlueTable,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { athenaType } from '../../core/iceberg/column-type.ts';
import type { TableMetadata } from '../../core/iceberg/metadata.ts';
import { parseTableMetadata, renderTableMetadata } from '../../core/iceberg/metadata-json.ts';
import { schemaOf } from '../../core/iceberg/table-state.ts';
import { SNAPSHOT_PARAMETER } from '../../core/naming/names.ts';
import { getBytes, parseS3, putBytes } from './objects.ts';

export type CatalogAddress = { readonly database: string; readonly table: string };

/** An Iceberg table as the catalog points to it. */
export type CatalogTable = {
  readonly glue: GlueTable;
  readonly metadata: TableMetadata;
  readonly metadataLocation: string;
};

export async function getGlueTable(glue: GlueClient, at: CatalogAddress): Promise<GlueTable | undefined> {
  try {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: at.database, Name: at.table }));
    return Table;
  } catch (error) {
    if (error instanceof Error && error.name === 'EntityNotFoundException') return undefined;
    throw error;
  }
}

/** The metadata that a Glue table points to. */
export async function loadMetadata(s3: S3Client, table: GlueTable): Promise<CatalogTable> {
  const metadataLocation = table.Parameters?.['metadata_location'];
  if (metadataLocation === undefined || table.Parameters?.['table_type']?.toUpperCase() !== 'ICEBERG') {
    throw new MeshError(`the table ${table.DatabaseName}.${table.Name} is not an Iceberg table`, {
      code: 'TableNotIceberg',
      hint: 'somebody made it in another way: move it away and deploy the product again',
    });
  }
  const bytes = await getBytes(s3, parseS3(metadataLocation));
  return { glue: table, metadataLocation, metadata: parseTableMetadata(Buffer.from(bytes).toString('utf8')) };
}

/** Writes metadata under a name that no other writer uses, and answers its address. */
export async function writeMetadata(
  s3: S3Client,
  metadata: TableMetadata,
  file: { readonly previous?: string; readonly name: string },
): Promise<string> {
  const version = file.previous === undefined ? 0 : versionOf(file.previous) + 1;
  const location = `${metadata.location}/metadata/${String(version).padStart(5, '0')}-${file.name}.metadata.json`;
  await putBytes(s3, parseS3(location), {
    bytes: renderTableMetadata(metadata),
    contentType: 'application/json',
  });
  return location;
}

function versionOf(location: string): number {
  return Number(/\/(\d+)-[^/]*$/.exec(location)?.[1] ?? 0);
}

/**
 * Moves the table to new metadata, if nobody moved it since it was read.
 * @returns false when somebody did
 */
export async function moveTable(glue: GlueClient, table: CatalogTable, next: MovedTable): Promise<boolean> {
  const { DatabaseName: database, VersionId: version } = table.glue;
  try {
    await glue.send(
      new UpdateTableCommand({
        DatabaseName: database,
        TableInput: movedInput(table, next),
        SkipArchive: true,
        ...(version !== undefined && { VersionId: version }),
      }),
    );
    return true;
  } catch (error) {
    const lost = ['ConcurrentModificationException', 'VersionMismatchException'];
    if (error instanceof Error && lost.includes(error.name)) return false;
    throw error;
  }
}

export type MovedTable = {
  readonly metadata: TableMetadata;
  readonly metadataLocation: string;
  readonly description?: string;
};

function movedInput({ glue, metadataLocation: previous }: CatalogTable, next: MovedTable): TableInput {
  return {
    Name: glue.Name,
    Description: next.description ?? glue.Description,
    Owner: glue.Owner,
    Retention: glue.Retention,
    PartitionKeys: glue.PartitionKeys,
    TableType: glue.TableType,
    StorageDescriptor: {
      ...glue.StorageDescriptor,
      Location: next.metadata.location,
      Columns: glueColumns(next.metadata),
    },
    Parameters: {
      ...glue.Parameters,
      ...catalogParameters(next),
      ...(previous !== next.metadataLocation && { previous_metadata_location: previous }),
    },
  };
}

/** What engines and the sandbox find a table by. */
export function catalogParameters(table: MovedTable): Record<string, string> {
  const snapshot = table.metadata['current-snapshot-id'];
  return {
    table_type: 'ICEBERG',
    metadata_location: table.metadataLocation,
    ...(snapshot !== undefined && snapshot !== -1n && { [SNAPSHOT_PARAMETER]: snapshot.toString() }),
  };
}

/** Columns as Iceberg's own Glue catalog writes them. */
export function glueColumns(metadata: TableMetadata): GlueColumn[] {
  return schemaOf(metadata).fields.map(({ id, name, type, doc, required }) => ({
    Name: name,
    Type: athenaType(type),
    ...(doc !== undefined && { Comment: doc.slice(0, COMMENT_LENGTH_MAX) }),
    Parameters: {
      'iceberg.field.id': String(id),
      'iceberg.field.optional': String(!required),
      'iceberg.field.current': 'true',
    },
  }));
}

/** Glue's limit of a column's comment. */
const COMMENT_LENGTH_MAX = 255;
