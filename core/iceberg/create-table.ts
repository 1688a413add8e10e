import { MeshError } from '../errors/mesh-error.ts';
import type { TableMetadata } from './metadata.ts';
import { NAME_MAPPING_PROPERTY, renderNameMapping } from './name-mapping.ts';
import { FIRST_PARTITION_FIELD_ID, identitySpec, schemaField, type TableColumn } from './table-columns.ts';

/** Metadata of a new, empty table: format version 2, Parquet, columns found by name. */
export function createTable(options: {
  /** `s3://bucket/prefix`, without a slash at the end. */
  readonly location: string;
  readonly columns: readonly TableColumn[];
  /** Names of columns, in order; identity partitions. */
  readonly partitionBy: readonly string[];
  readonly uuid: string;
  readonly now: Date;
}): TableMetadata {
  const { location, columns, partitionBy, uuid, now } = options;
  refuseDuplicates(columns);
  const fields = columns.map((column, index) => schemaField(index + 1, column));
  const missing = partitionBy.find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined) {
    throw new MeshError(`the table is to be partitioned by "${missing}", which is not one of its columns`, {
      code: 'PartitionColumnUnknown',
    });
  }
  return {
    'format-version': 2,
    'table-uuid': uuid,
    location,
    'last-sequence-number': 0,
    'last-updated-ms': now.getTime(),
    'last-column-id': fields.length,
    schemas: [{ type: 'struct', 'schema-id': 0, fields }],
    'current-schema-id': 0,
    'partition-specs': [identitySpec(fields, partitionBy)],
    'default-spec-id': 0,
    'last-partition-id': FIRST_PARTITION_FIELD_ID - 1 + partitionBy.length,
    properties: {
      'write.format.default': 'parquet',
      'write.parquet.compression-codec': 'zstd',
      [NAME_MAPPING_PROPERTY]: renderNameMapping(fields, new Map()),
    },
    snapshots: [],
    'snapshot-log': [],
    'metadata-log': [],
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    'default-sort-order-id': 0,
  };
}

function refuseDuplicates(columns: readonly TableColumn[]): void {
  const twice = columns.find(
    ({ name }, index) => columns.findIndex((other) => other.name === name) !== index,
  );
  if (twice === undefined) return;
  throw new MeshError(`the table has two columns named "${twice.name}"`, { code: 'ColumnDuplicate' });
}
