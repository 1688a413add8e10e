import type { SchemaElement } from 'hyparquet';

import type { PrimitiveType } from './column-type.ts';

/** A Parquet column's type, and which table types may read it as it is or promoted. */
export type ParquetColumnType = {
  /** For messages. */
  readonly name: string;
  readonly fits: (type: PrimitiveType) => boolean;
};

const only = (name: string, ...kinds: readonly PrimitiveType['kind'][]): ParquetColumnType => ({
  name,
  fits: (type) => kinds.includes(type.kind),
});

/** By the Parquet format's logical types, with the converted types of older writers as a fallback. */
export function parquetColumnType(element: SchemaElement): ParquetColumnType {
  const { type, logical_type: logical, converted_type: converted } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') return decimal(element);
  switch (type) {
    case 'BOOLEAN':
      return only('boolean', 'boolean');
    case 'FLOAT':
      return only('float', 'float', 'double');
    case 'DOUBLE':
      return only('double', 'double');
    case 'INT96':
      return only('timestamp (INT96)', 'timestamp');
    case 'INT32':
      return int32(element);
    case 'INT64':
      return int64(element);
    case 'BYTE_ARRAY':
      return byteArray(element);
    default:
      return only(`${type ?? 'a group'}`);
  }
}

function decimal(element: SchemaElement): ParquetColumnType {
  const precision = element.precision ?? 0;
  const scale = element.scale ?? 0;
  return {
    name: `decimal(${precision},${scale})`,
    fits: (type) => type.kind === 'decimal' && type.scale === scale && type.precision >= precision,
  };
}

function int32({ logical_type: logical, converted_type: converted }: SchemaElement): ParquetColumnType {
  if (converted === 'DATE' || logical?.type === 'DATE') return only('date', 'date');
  if (converted === 'UINT_32') return only('unsigned int');
  if (converted === 'TIME_MILLIS' || logical?.type === 'TIME') return only('time');
  return only('int', 'int', 'long');
}

function int64({ logical_type: logical, converted_type: converted }: SchemaElement): ParquetColumnType {
  if (logical?.type === 'TIMESTAMP') {
    const isUtc = logical.isAdjustedToUTC === true;
    if (logical.unit === 'NANOS') return only('timestamp in nanoseconds');
    return isUtc ? only('timestamp with time zone', 'timestamptz') : only('timestamp', 'timestamp');
  }
  // Older writers said nothing about the zone.
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') {
    return only('timestamp', 'timestamp', 'timestamptz');
  }
  if (converted === 'UINT_64') return only('unsigned bigint');
  if (converted === 'TIME_MICROS' || logical?.type === 'TIME') return only('time');
  return only('bigint', 'long');
}

function byteArray({ logical_type: logical, converted_type: converted }: SchemaElement): ParquetColumnType {
  const isText =
    converted === 'UTF8' || logical?.type === 'STRING' || logical?.type === 'ENUM' || converted === 'ENUM';
  return isText ? only('string', 'string') : only('bytes');
}
