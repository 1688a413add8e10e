import type { SchemaField, TableMetadata } from './metadata.ts';
import { schemaOf } from './table-state.ts';

/** Files that Athena's UNLOAD writes have no field ids; this property tells readers which name is which. */
export const NAME_MAPPING_PROPERTY = 'schema.name-mapping.default';

type MappedField = { readonly 'field-id'?: number; readonly names: readonly string[] };

/** Field id by name, of every name that a column has or had. */
export function nameMapping(metadata: TableMetadata): ReadonlyMap<string, number> {
  const text = metadata.properties[NAME_MAPPING_PROPERTY];
  // The spec's format; nested fields are not needed, because product columns are flat.
  const mapped: readonly MappedField[] =
    text === undefined
      ? schemaOf(metadata).fields.map(({ id, name }) => ({ 'field-id': id, names: [name] }))
      : (JSON.parse(text) as readonly MappedField[]);
  const ids = new Map<string, number>();
  for (const { 'field-id': id, names } of mapped) {
    if (id !== undefined) for (const name of names) ids.set(name, id);
  }
  return ids;
}

/** The property's text: every field with its name of today, then the names that it had. */
export function renderNameMapping(
  fields: readonly SchemaField[],
  before: ReadonlyMap<string, number>,
): string {
  const mapped = fields.map(({ id, name }) => {
    const earlier = [...before].filter(([old, oldId]) => oldId === id && old !== name).map(([old]) => old);
    return { 'field-id': id, names: [name, ...earlier] };
  });
  return JSON.stringify(mapped);
}
