import { MeshError } from '../errors/mesh-error.ts';
import { icebergType, parsePrimitive } from './column-type.ts';
import { type SchemaField, type TableMetadata, typeText } from './metadata.ts';
import { NAME_MAPPING_PROPERTY, nameMapping, renderNameMapping } from './name-mapping.ts';
import { schemaField, type TableColumn } from './table-columns.ts';
import { schemaOf } from './table-state.ts';

/**
 * Metadata with the columns as wanted, by Iceberg's rules: columns are added at the end, types are widened,
 * a column that names its field id is renamed, descriptions change freely. Everything else is refused,
 * because it needs a new major version of the product. Answers the same metadata when nothing changes.
 */
export function evolveSchema(
  metadata: TableMetadata,
  columns: readonly TableColumn[],
  now: Date,
): TableMetadata {
  const current = schemaOf(metadata).fields;
  const known = nameMapping(metadata);
  let lastId = metadata['last-column-id'];
  const matched = new Map<number, TableColumn>();
  const added: SchemaField[] = [];
  for (const column of columns) {
    const field = findField(current, column);
    if (field !== undefined) {
      matched.set(field.id, column);
      continue;
    }
    refuseReusedName(column.name, known);
    lastId += 1;
    added.push(schemaField(lastId, column));
  }
  refuseDropped(current, matched);
  const kept = current.map((field) => evolveField(field, matched.get(field.id)));
  const fields = [...kept, ...added];
  if (JSON.stringify(fields) === JSON.stringify(current)) return metadata;
  return withSchema(metadata, { fields, known, lastId, now });
}

function withSchema(
  metadata: TableMetadata,
  next: {
    readonly fields: readonly SchemaField[];
    readonly known: ReadonlyMap<string, number>;
    readonly lastId: number;
    readonly now: Date;
  },
): TableMetadata {
  const schemaId = Math.max(...metadata.schemas.map((schema) => schema['schema-id'])) + 1;
  return {
    ...metadata,
    'last-updated-ms': Math.max(next.now.getTime(), metadata['last-updated-ms']),
    'last-column-id': next.lastId,
    schemas: [...metadata.schemas, { type: 'struct', 'schema-id': schemaId, fields: next.fields }],
    'current-schema-id': schemaId,
    properties: {
      ...metadata.properties,
      [NAME_MAPPING_PROPERTY]: renderNameMapping(next.fields, next.known),
    },
  };
}

function findField(fields: readonly SchemaField[], column: TableColumn): SchemaField | undefined {
  if (column.fieldId === undefined) return fields.find(({ name }) => name === column.name);
  const field = fields.find(({ id }) => id === column.fieldId);
  if (field !== undefined) return field;
  throw refused(`"${column.name}" is to be the field ${column.fieldId}, which the table does not have`);
}

/** A file without field ids would answer for both the old and the new column. */
function refuseReusedName(name: string, known: ReadonlyMap<string, number>): void {
  if (known.has(name)) throw refused(`"${name}" was the name of another column of this table`);
}

function refuseDropped(fields: readonly SchemaField[], matched: ReadonlyMap<number, TableColumn>): void {
  const dropped = fields.filter(({ id }) => !matched.has(id)).map(({ name }) => `"${name}"`);
  if (dropped.length > 0) throw refused(`${dropped.join(', ')} would be dropped`);
}

function evolveField(field: SchemaField, column: TableColumn | undefined): SchemaField {
  if (column === undefined) return field;
  const wanted = schemaField(field.id, column);
  // The text of a type may differ by a space.
  const isSame = JSON.stringify(parsePrimitive(field.type)) === JSON.stringify(parsePrimitive(wanted.type));
  if (isSame) return { ...wanted, type: field.type, required: field.required };
  if (isWidening(field.type, icebergType(column.type))) return { ...wanted, required: field.required };
  throw refused(`"${column.name}" cannot become ${column.type}: it is ${typeText(field)}`);
}

/** The promotions that Iceberg v2 knows: int → long, float → double, more digits before the point. */
function isWidening(from: unknown, to: string): boolean {
  const [before, after] = [parsePrimitive(from), parsePrimitive(to)];
  if (before === undefined || after === undefined) return false;
  if (before.kind === 'decimal' && after.kind === 'decimal') {
    return before.scale === after.scale && before.precision <= after.precision;
  }
  return (
    (before.kind === 'int' && after.kind === 'long') || (before.kind === 'float' && after.kind === 'double')
  );
}

function refused(why: string): MeshError {
  return new MeshError(`the table cannot follow its contract: ${why}`, {
    code: 'SchemaChangeRefused',
    hint: 'add optional columns or widen types; anything else needs a new major version beside this one',
  });
}
