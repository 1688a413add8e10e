import type { ColumnType } from '../spec/mesh.ts';
import { icebergType } from './column-type.ts';
import type { PartitionSpec, SchemaField } from './metadata.ts';

/** A column as a table should have it. */
export type TableColumn = {
  readonly name: string;
  readonly type: ColumnType;
  readonly description?: string;
  /** Says that this is that column, under a new name; columns are matched by name otherwise. */
  readonly fieldId?: number;
};

/**
 * Every column is optional for Iceberg: what engines write by UNLOAD or COPY is optional,
 * and the audit gate is what holds a contract's `required`.
 */
export function schemaField(id: number, column: TableColumn): SchemaField {
  const { name, type, description } = column;
  return {
    id,
    name,
    required: false,
    type: icebergType(type),
    ...(description !== undefined && description !== '' && { doc: description }),
  };
}

/** Iceberg numbers partition fields from 1000. */
export const FIRST_PARTITION_FIELD_ID = 1_000;

export function identitySpec(fields: readonly SchemaField[], partitionBy: readonly string[]): PartitionSpec {
  return {
    'spec-id': 0,
    fields: partitionBy.flatMap((name, index) => {
      const source = fields.find((field) => field.name === name);
      if (source === undefined) return [];
      return [
        {
          'source-id': source.id,
          'field-id': FIRST_PARTITION_FIELD_ID + index,
          name,
          transform: 'identity',
        },
      ];
    }),
  };
}
