import { notOffered } from '../query-failure.ts';

/** Hive's scalar types as DuckDB's. */
const SCALARS: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  int: 'INTEGER',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  real: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
  binary: 'BLOB',
};

/** A column type of the Glue catalog as DuckDB's type. */
export function duckdbType(type: string): string {
  const text = type.trim().toLowerCase();
  const scalar = SCALARS[text];
  if (scalar !== undefined) return scalar;
  if (/^(var)?char\(\d+\)$/.test(text)) return 'VARCHAR';
  const decimal = /^decimal\((\d+)\s*(?:,\s*(\d+)\s*)?\)$/.exec(text);
  if (decimal) return `DECIMAL(${decimal[1]},${decimal[2] ?? 0})`;
  return nestedType(text) ?? unknownType(type);
}

function nestedType(text: string): string | undefined {
  const [, kind, inner = ''] = /^(array|map|struct)<(.*)>$/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  const parts = splitTopLevel(inner);
  if (kind === 'array') return `${duckdbType(inner)}[]`;
  if (kind === 'map') return `MAP(${parts.map(duckdbType).join(', ')})`;
  return `STRUCT(${parts.map(structField).join(', ')})`;
}

function structField(field: string): string {
  const colon = field.indexOf(':');
  return `"${field.slice(0, colon).trim().replaceAll('"', '""')}" ${duckdbType(field.slice(colon + 1))}`;
}

/** At commas outside of `<…>` and `(…)`. */
function splitTopLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if ('<('.includes(character)) depth += 1;
    if ('>)'.includes(character)) depth -= 1;
    if (character !== ',' || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

function unknownType(type: string): never {
  throw notOffered(`columns of the type ${type}`);
}
