import { MeshError } from '../errors/mesh-error.ts';
import type { TableMetadata } from './metadata.ts';

/** Snapshot ids are 63-bit numbers, which JavaScript's own JSON rounds. */
const LONG_KEYS = new Set(['snapshot-id', 'parent-snapshot-id', 'current-snapshot-id']);

const REQUIRED_KEYS = [
  'table-uuid',
  'location',
  'last-sequence-number',
  'last-column-id',
  'schemas',
  'current-schema-id',
  'partition-specs',
  'default-spec-id',
  'last-partition-id',
] as const;

/** Reads `metadata.json` text; snapshot ids become bigint. */
export function parseTableMetadata(text: string): TableMetadata {
  const raw: unknown = JSON.parse(text, reviveLong);
  if (typeof raw !== 'object' || raw === null) throw unreadable('it is not an object');
  // Only what is checked below is read as such.
  const fields = raw as Readonly<Record<string, unknown>>;
  if (fields['format-version'] !== 2) {
    throw unreadable(`its format version is ${String(fields['format-version'])}; only 2 is supported`);
  }
  const missing = REQUIRED_KEYS.filter((key) => fields[key] === undefined);
  if (missing.length > 0) throw unreadable(`it has no ${missing.join(', ')}`);
  // Other engines leave out what is empty.
  return {
    properties: {},
    snapshots: [],
    'snapshot-log': [],
    'metadata-log': [],
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    'default-sort-order-id': 0,
    ...fields,
  } as unknown as TableMetadata; // the spec's required keys are there
}

/** Writes metadata with every id exact. */
export function renderTableMetadata(metadata: TableMetadata): string {
  return JSON.stringify(metadata, (_key, value: unknown) =>
    typeof value === 'bigint' ? JSON.rawJSON(value.toString()) : value,
  );
}

function reviveLong(
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (typeof value !== 'number' || !LONG_KEYS.has(key) || context?.source === undefined) return value;
  return BigInt(context.source);
}

function unreadable(why: string): MeshError {
  return new MeshError(`the Iceberg table metadata cannot be read: ${why}`, { code: 'IcebergUnreadable' });
}
