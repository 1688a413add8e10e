import { MeshError } from '../errors/mesh-error.ts';
import { type PrimitiveType, parsePrimitive } from './column-type.ts';
import type { PartitionSpec, Schema } from './metadata.ts';
import { decodeSingleValue, encodeSingleValue, type SingleValue } from './single-value.ts';

/** A partition field with the type of its source column; only identity partitions are written. */
export type PartitionColumn = {
  readonly fieldId: number;
  readonly sourceId: number;
  readonly name: string;
  readonly type: PrimitiveType;
};

/** The columns of a partition spec, or a refusal where another engine partitioned by a transform. */
export function partitionColumns(schema: Schema, spec: PartitionSpec): readonly PartitionColumn[] {
  return spec.fields.map((field) => {
    const source = schema.fields.find(({ id }) => id === field['source-id']);
    const type = parsePrimitive(source?.type);
    if (field.transform !== 'identity' || type === undefined) {
      throw new MeshError(`the table is partitioned by ${field.transform} of ${source?.name ?? field.name}`, {
        code: 'PartitionUnsupported',
        hint: 'Freehold writes identity partitions of product columns only',
      });
    }
    return { fieldId: field['field-id'], sourceId: field['source-id'], name: field.name, type };
  });
}

/** The Avro type of one partition value (spec, appendix A). */
export function avroPartitionType(type: PrimitiveType): object | string {
  switch (type.kind) {
    case 'date':
      return { type: 'int', logicalType: 'date' };
    case 'timestamp':
    case 'timestamptz':
      return { type: 'long', logicalType: 'timestamp-micros', 'adjust-to-utc': type.kind === 'timestamptz' };
    case 'decimal':
      return {
        type: 'fixed',
        name: `decimal_${type.precision}_${type.scale}`,
        size: decimalBytes(type.precision),
        logicalType: 'decimal',
        precision: type.precision,
        scale: type.scale,
      };
    default:
      return type.kind;
  }
}

export function toAvroPartition(type: PrimitiveType, value: SingleValue | null): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'long':
    case 'timestamp':
    case 'timestamptz':
      return BigInt(value);
    case 'decimal':
      return paddedDecimal(encodeSingleValue(type, value), decimalBytes(type.precision));
    default:
      return value;
  }
}

/** A value as Avro decoded it; bytes are an unscaled decimal. */
export function fromAvroPartition(value: unknown): SingleValue | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array)
    return decodeSingleValue({ kind: 'decimal', precision: 38, scale: 0 }, value);
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'bigint':
    case 'string':
      return value;
    default:
      throw new MeshError(`a partition value of type ${typeof value} is not supported`, {
        code: 'PartitionUnsupported',
      });
  }
}

function decimalBytes(precision: number): number {
  const largest = 10n ** BigInt(precision) - 1n;
  let length = 1;
  while (BigInt.asIntN(length * 8, largest) !== largest) length += 1;
  return length;
}

function paddedDecimal(minimal: Uint8Array, length: number): Buffer {
  const padded = Buffer.alloc(length, (minimal[0] ?? 0) >= 128 ? 255 : 0);
  padded.set(minimal, length - minimal.length);
  return padded;
}
