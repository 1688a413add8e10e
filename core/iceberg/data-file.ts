import type { SingleValue } from './single-value.ts';

/** A Parquet file of a table, with what Iceberg keeps of it; maps are by field id. */
export type DataFile = {
  readonly path: string;
  readonly recordCount: bigint;
  readonly sizeBytes: bigint;
  /** Values of the partition fields by name; empty for an unpartitioned table. */
  readonly partition: Readonly<Record<string, SingleValue | null>>;
  readonly columnSizes: ReadonlyMap<number, bigint>;
  readonly valueCounts: ReadonlyMap<number, bigint>;
  readonly nullCounts: ReadonlyMap<number, bigint>;
  readonly lowerBounds: ReadonlyMap<number, Uint8Array>;
  readonly upperBounds: ReadonlyMap<number, Uint8Array>;
};

/** A file that adds or removes rows: data, or rows that an engine deleted by position or by value. */
export type ContentFile = DataFile & {
  readonly content: 'data' | 'position-deletes' | 'equality-deletes';
  readonly format: string;
  readonly equalityIds: readonly number[] | null;
};
