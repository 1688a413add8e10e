import type { TableMetadata } from './metadata.ts';

/** Earlier metadata files that a table remembers, Iceberg's own default. */
export const METADATA_LOG_MAX = 100;

/** Metadata whose log ends with the file that it follows. */
export function withMetadataLog(
  metadata: TableMetadata,
  previous: { readonly location: string; readonly timestampMs: number },
): TableMetadata {
  const entry = { 'timestamp-ms': previous.timestampMs, 'metadata-file': previous.location };
  return { ...metadata, 'metadata-log': [...metadata['metadata-log'], entry].slice(-METADATA_LOG_MAX) };
}
