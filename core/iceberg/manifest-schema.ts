import { avroPartitionType, type PartitionColumn } from './partition-type.ts';

/** The Avro schemas of manifests and manifest lists (spec v2); readers match fields by `field-id`. */

type Field = {
  readonly name: string;
  readonly type: unknown;
  readonly 'field-id': number;
  readonly default?: null;
};

const field = (id: number, name: string, type: unknown): Field => ({ name, type, 'field-id': id });

const optional = (id: number, name: string, type: unknown): Field => ({
  name,
  type: ['null', type],
  default: null,
  'field-id': id,
});

/** Avro maps have string keys only: Iceberg writes a map by field id as a list of pairs. */
function mapById(keyId: number, valueId: number, value: string): object {
  return {
    type: 'array',
    logicalType: 'map',
    items: {
      type: 'record',
      name: `k${keyId}_v${valueId}`,
      fields: [field(keyId, 'key', 'int'), field(valueId, 'value', value)],
    },
  };
}

export function manifestEntrySchema(partition: readonly PartitionColumn[]): object {
  const partitionRecord = {
    type: 'record',
    name: 'r102',
    fields: partition.map(({ fieldId, name, type }) => optional(fieldId, name, avroPartitionType(type))),
  };
  const dataFile = {
    type: 'record',
    name: 'r2',
    fields: [
      field(134, 'content', 'int'),
      field(100, 'file_path', 'string'),
      field(101, 'file_format', 'string'),
      field(102, 'partition', partitionRecord),
      field(103, 'record_count', 'long'),
      field(104, 'file_size_in_bytes', 'long'),
      optional(108, 'column_sizes', mapById(117, 118, 'long')),
      optional(109, 'value_counts', mapById(119, 120, 'long')),
      optional(110, 'null_value_counts', mapById(121, 122, 'long')),
      optional(125, 'lower_bounds', mapById(126, 127, 'bytes')),
      optional(128, 'upper_bounds', mapById(129, 130, 'bytes')),
      optional(135, 'equality_ids', { type: 'array', items: 'int', 'element-id': 136 }),
    ],
  };
  return {
    type: 'record',
    name: 'manifest_entry',
    fields: [
      field(0, 'status', 'int'),
      optional(1, 'snapshot_id', 'long'),
      optional(3, 'sequence_number', 'long'),
      optional(4, 'file_sequence_number', 'long'),
      field(2, 'data_file', dataFile),
    ],
  };
}

const FIELD_SUMMARY = {
  type: 'record',
  name: 'r508',
  fields: [
    field(509, 'contains_null', 'boolean'),
    optional(518, 'contains_nan', 'boolean'),
    optional(510, 'lower_bound', 'bytes'),
    optional(511, 'upper_bound', 'bytes'),
  ],
};

export const MANIFEST_FILE_SCHEMA = {
  type: 'record',
  name: 'manifest_file',
  fields: [
    field(500, 'manifest_path', 'string'),
    field(501, 'manifest_length', 'long'),
    field(502, 'partition_spec_id', 'int'),
    field(517, 'content', 'int'),
    field(515, 'sequence_number', 'long'),
    field(516, 'min_sequence_number', 'long'),
    field(503, 'added_snapshot_id', 'long'),
    field(504, 'added_files_count', 'int'),
    field(505, 'existing_files_count', 'int'),
    field(506, 'deleted_files_count', 'int'),
    field(512, 'added_rows_count', 'long'),
    field(513, 'existing_rows_count', 'long'),
    field(514, 'deleted_rows_count', 'long'),
    optional(507, 'partitions', { type: 'array', items: FIELD_SUMMARY, 'element-id': 508 }),
  ],
};
