import type { AsyncBuffer, FileMetaData, SchemaElement, Statistics } from 'hyparquet';
import { parquetMetadataAsync } from 'hyparquet/src/metadata.js';

import { MeshError } from '../errors/mesh-error.ts';
import { type PrimitiveType, parsePrimitive } from './column-type.ts';
import type { DataFile } from './data-file.ts';
import { type Schema, type SchemaField, typeText } from './metadata.ts';
import { parquetColumnType } from './parquet-column-type.ts';
import type { PartitionColumn } from './partition-type.ts';
import { decodeSingleValue, encodeSingleValue, type SingleValue } from './single-value.ts';
import { lowerBound, upperBound } from './string-bounds.ts';

/** Raw values, so that bounds stay exact: hyparquet would make dates and texts of them. */
const RAW = {
  stringFromBytes: (bytes: Uint8Array) => bytes,
  dateFromDays: (days: number) => days,
  timestampFromMilliseconds: (value: bigint) => value * 1_000n,
  timestampFromMicroseconds: (value: bigint) => value,
  timestampFromNanoseconds: (value: bigint) => value,
};

/** The footer of most files is smaller; larger ones take a second read. */
const FOOTER_FETCH_BYTES = 64 * 1_024;
/** A JavaScript number, which hyparquet makes of decimals, is exact up to here. */
const EXACT_DECIMAL_DIGITS = 15;

export type ParquetSource = {
  readonly path: string;
  readonly buffer: AsyncBuffer;
  readonly schema: Schema;
  readonly fieldIds: ReadonlyMap<string, number>;
  readonly partition: readonly PartitionColumn[];
};

/**
 * What Iceberg keeps of a Parquet file, read from its footer only.
 * A file whose columns do not fit the table is refused: readers would fail on it, or read something else.
 */
export async function dataFileFromParquet(source: ParquetSource): Promise<DataFile> {
  const { path, buffer, schema, fieldIds } = source;
  const footer = await parquetMetadataAsync(buffer, {
    parsers: RAW,
    geoparquet: false,
    initialFetchSize: FOOTER_FETCH_BYTES,
  });
  const columns = leaves(footer).map((leaf) => columnOf(leaf, { path, schema, fieldIds }));
  const measured = columns.map((column) => measure(column, footer));
  const partition = source.partition.map((one) => [one.name, partitionValue(one, measured, path)]);
  const collect = <V>(pick: (one: Measured) => V | undefined): ReadonlyMap<number, V> =>
    new Map(
      measured.flatMap((one): [number, V][] => {
        const value = pick(one);
        return value === undefined ? [] : [[one.field.id, value]];
      }),
    );
  return {
    path,
    recordCount: footer.num_rows,
    sizeBytes: BigInt(buffer.byteLength),
    partition: Object.fromEntries(partition),
    columnSizes: collect((one) => one.size),
    valueCounts: collect((one) => one.values),
    nullCounts: collect((one) => one.nulls),
    lowerBounds: collect((one) => one.lower),
    upperBounds: collect((one) => one.upper),
  };
}

type Leaf = { readonly index: number; readonly element: SchemaElement };

/** Columns of a flat file; a nested one is not a product table's. */
function leaves(footer: FileMetaData): readonly Leaf[] {
  const nested = footer.schema
    .slice(1)
    .find((element) => element.num_children !== undefined && element.num_children > 0);
  if (nested !== undefined) throw unfit(`"${nested.name}" is a nested column`);
  return footer.schema.slice(1).map((element, index) => ({ index, element }));
}

type Column = {
  readonly index: number;
  readonly element: SchemaElement;
  readonly field: SchemaField;
  readonly type: PrimitiveType;
};

function columnOf(leaf: Leaf, source: Pick<ParquetSource, 'path' | 'schema' | 'fieldIds'>): Column {
  const { element } = leaf;
  const id = source.fieldIds.get(element.name);
  const field = source.schema.fields.find((one) => one.id === id);
  const type = parsePrimitive(field?.type);
  if (field === undefined || type === undefined) {
    throw unfit(`${source.path} has the column "${element.name}", which the table does not have`);
  }
  const stored = parquetColumnType(element);
  if (!stored.fits(type)) {
    throw unfit(`${source.path} holds "${element.name}" as ${stored.name}, the table as ${typeText(field)}`);
  }
  return { ...leaf, field, type };
}

type Measured = {
  readonly field: SchemaField;
  readonly size: bigint;
  readonly values: bigint;
  readonly nulls: bigint | undefined;
  readonly lower: Uint8Array | undefined;
  readonly upper: Uint8Array | undefined;
  /** True when the bounds are values that occur. */
  readonly isExact: boolean;
};

function measure(column: Column, footer: FileMetaData): Measured {
  const chunks = footer.row_groups.map((group) => group.columns[column.index]?.meta_data);
  const values = chunks.reduce((sum, chunk) => sum + (chunk?.num_values ?? 0n), 0n);
  const counted = chunks.every((chunk) => chunk?.statistics?.null_count !== undefined);
  const nulls = counted
    ? chunks.reduce((sum, chunk) => sum + (chunk?.statistics?.null_count ?? 0n), 0n)
    : undefined;
  // A chunk of nulls only has no bounds and needs none.
  const filled = chunks.filter((chunk) => chunk?.statistics?.null_count !== chunk?.num_values);
  const statistics = filled.map((chunk) => chunk?.statistics);
  const lowers = statistics.map((one) => boundOf(column, one, 'min'));
  const uppers = statistics.map((one) => boundOf(column, one, 'max'));
  return {
    field: column.field,
    size: chunks.reduce((sum, chunk) => sum + (chunk?.total_compressed_size ?? 0n), 0n),
    values,
    nulls,
    lower: encodeBound(column, extreme(column, lowers, -1), lowerBound),
    upper: encodeBound(column, extreme(column, uppers, 1), upperBound),
    isExact: statistics.every(
      (one) => one?.is_min_value_exact !== false && one?.is_max_value_exact !== false,
    ),
  };
}

type Bound = SingleValue | Uint8Array;

function boundOf(column: Column, statistics: Statistics | undefined, side: 'min' | 'max'): Bound | undefined {
  // `min` and `max` are deprecated because writers disagreed on the order of texts and unsigned numbers.
  const isSigned = column.type.kind !== 'string' && column.type.kind !== 'decimal';
  const value: unknown =
    side === 'min'
      ? (statistics?.min_value ?? (isSigned ? statistics?.min : undefined))
      : (statistics?.max_value ?? (isSigned ? statistics?.max : undefined));
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
      return value;
    case 'number':
      return numberBound(column.type, value);
    default:
      return value instanceof Uint8Array && column.type.kind === 'string' ? value : undefined;
  }
}

function numberBound(type: PrimitiveType, value: number): Bound | undefined {
  if (Number.isNaN(value)) return undefined;
  if (type.kind !== 'decimal') return value;
  if (type.precision > EXACT_DECIMAL_DIGITS) return undefined;
  return BigInt(Math.round(value * 10 ** type.scale));
}

/** The least (-1) or greatest (1) of the bounds; nothing when a row group has none. */
function extreme(column: Column, bounds: readonly (Bound | undefined)[], sign: -1 | 1): Bound | undefined {
  let best: Bound | undefined;
  for (const bound of bounds) {
    if (bound === undefined) return undefined;
    if (best === undefined || Math.sign(compare(column.type, bound, best)) === sign) best = bound;
  }
  return best;
}

function compare(type: PrimitiveType, one: Bound, other: Bound): number {
  if (one instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(one, other);
  if (type.kind === 'boolean') return Number(one) - Number(other);
  return one < other ? -1 : one > other ? 1 : 0;
}

function encodeBound(
  column: Column,
  bound: Bound | undefined,
  shorten: (text: Uint8Array) => Uint8Array | undefined,
): Uint8Array | undefined {
  if (bound === undefined) return undefined;
  if (bound instanceof Uint8Array) return shorten(bound);
  // -0.0 and 0.0 are one number to Parquet's writers and two to Iceberg's order; the outer one is safe.
  const isZero = (column.type.kind === 'float' || column.type.kind === 'double') && bound === 0;
  if (isZero) return encodeSingleValue(column.type, shorten === lowerBound ? -0 : 0);
  return encodeSingleValue(column.type, bound);
}

/** A file belongs to one partition when its bounds are one and the same value. */
function partitionValue(
  partition: PartitionColumn,
  measured: readonly Measured[],
  path: string,
): SingleValue | null {
  const column = measured.find(({ field }) => field.id === partition.sourceId);
  if (column !== undefined && column.nulls === column.values) return null;
  const { lower, upper } = column ?? {};
  const isOne =
    column?.nulls === 0n &&
    column.isExact &&
    lower !== undefined &&
    upper !== undefined &&
    Buffer.compare(lower, upper) === 0;
  if (isOne) return decodeSingleValue(partition.type, lower);
  throw new MeshError(`${path} holds more than one value of the partition column "${partition.name}"`, {
    code: 'PartitionMixed',
    hint: 'write one file per partition, or do not partition the table',
  });
}

function unfit(why: string): MeshError {
  return new MeshError(`the files do not fit the table: ${why}`, {
    code: 'FilesDoNotFit',
    hint: 'cast the column in the SQL to the type that the contract promises',
  });
}
