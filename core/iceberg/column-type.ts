import { MeshError } from '../errors/mesh-error.ts';
import type { ColumnType } from '../spec/mesh.ts';

/** Iceberg's primitive types that a product column can have, parsed. */
export type PrimitiveType =
  | {
      readonly kind:
        | 'boolean'
        | 'int'
        | 'long'
        | 'float'
        | 'double'
        | 'date'
        | 'timestamp'
        | 'timestamptz'
        | 'string';
    }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number };

const NAMED = [
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'date',
  'timestamp',
  'timestamptz',
  'string',
] as const;
const DECIMAL = /^decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)$/;

/** Reads the type text of an Iceberg schema; `undefined` for types that no product column has. */
export function parsePrimitive(type: unknown): PrimitiveType | undefined {
  if (typeof type !== 'string') return undefined;
  const named = NAMED.find((name) => name === type);
  if (named !== undefined) return { kind: named };
  const [, precision, scale] = DECIMAL.exec(type) ?? [];
  if (precision === undefined || scale === undefined) return undefined;
  return { kind: 'decimal', precision: Number(precision), scale: Number(scale) };
}

/** Athena's name of a column type to Iceberg's. */
export function icebergType(type: ColumnType): string {
  const decimal = DECIMAL.exec(type);
  if (decimal !== null) return `decimal(${decimal[1]}, ${decimal[2]})`;
  if (type === 'bigint') return 'long';
  if (parsePrimitive(type) !== undefined) return type;
  throw new MeshError(`the column type "${type}" has no Iceberg type`, {
    code: 'ColumnTypeUnknown',
    hint: 'use string, boolean, int, bigint, float, double, date, timestamp or decimal(p,s)',
  });
}

/** Iceberg's type to the one that Glue and Athena show; nested and other types are refused. */
export function athenaType(type: unknown): ColumnType | 'timestamp with time zone' {
  const primitive = parsePrimitive(type);
  if (primitive === undefined) {
    throw new MeshError(`columns of the Iceberg type ${JSON.stringify(type)} are not supported`, {
      code: 'ColumnTypeUnknown',
    });
  }
  switch (primitive.kind) {
    case 'long':
      return 'bigint';
    case 'decimal':
      return `decimal(${primitive.precision},${primitive.scale})`;
    case 'timestamptz':
      return 'timestamp with time zone';
    default:
      return primitive.kind;
  }
}
