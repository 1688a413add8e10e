import type { S3Client } from '@aws-sdk/client-s3';

import { MeshError } from '../../core/errors/mesh-error.ts';
import type { DataFile } from '../../core/iceberg/data-file.ts';
import { dataFileFromParquet } from '../../core/iceberg/data-file-from-parquet.ts';
import type { TableMetadata } from '../../core/iceberg/metadata.ts';
import { nameMapping } from '../../core/iceberg/name-mapping.ts';
import { partitionColumns } from '../../core/iceberg/partition-type.ts';
import { schemaOf } from '../../core/iceberg/table-state.ts';
import {
  getBytes,
  type ListedObject,
  listDataObjects,
  type ObjectAddress,
  parseS3,
} from '../runtime/objects.ts';

/** Footers that are read at the same time. */
const FOOTERS_CONCURRENCY = 8;

/** The staged Parquet files as a table's data files, read from their footers; files without rows are left out. */
export async function adoptFiles(
  s3: S3Client,
  location: string,
  metadata: TableMetadata,
): Promise<readonly DataFile[]> {
  const at = parseS3(location);
  const objects = await listDataObjects(s3, at);
  const files: DataFile[] = [];
  for (let start = 0; start < objects.length; start += FOOTERS_CONCURRENCY) {
    const batch = objects.slice(start, start + FOOTERS_CONCURRENCY);
    files.push(...(await Promise.all(batch.map((object) => adoptFile(s3, { at, object, metadata })))));
  }
  return files.filter(({ recordCount }) => recordCount > 0n);
}

async function adoptFile(
  s3: S3Client,
  file: { readonly at: ObjectAddress; readonly object: ListedObject; readonly metadata: TableMetadata },
): Promise<DataFile> {
  const { object, metadata } = file;
  const { bucket } = file.at;
  const schema = schemaOf(metadata);
  const spec = metadata['partition-specs'].find((one) => one['spec-id'] === metadata['default-spec-id']);
  if (spec === undefined) {
    throw new MeshError('the table metadata has no default partition spec', { code: 'IcebergUnreadable' });
  }
  return dataFileFromParquet({
    path: `s3://${bucket}/${object.key}`,
    buffer: {
      byteLength: object.size,
      slice: async (from, to = object.size) => {
        const bytes = await getBytes(s3, { bucket, key: object.key }, { from, to });
        return new Uint8Array(bytes).buffer;
      },
    },
    schema,
    fieldIds: nameMapping(metadata),
    partition: partitionColumns(schema, spec),
  });
}
