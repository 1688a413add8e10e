import {
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
} from '@duckdb/node-api';
import { quoteName, quoteText } from '../../../duckdb/quote.ts';

/** SQL that writes a value as Athena's result files do. */
export function renderText(value: string, type: DuckDBType): string {
  if (type instanceof DuckDBListType) return renderList(value, type);
  if (type instanceof DuckDBMapType) return renderMap(value, type);
  if (type instanceof DuckDBStructType) return renderRow(value, type);
  switch (type.typeId) {
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.FLOAT:
      return `athena_double_text(CAST(${viaText(value, type)} AS DOUBLE))`;
    case DuckDBTypeId.TIMESTAMP:
      return `strftime(${value}, '%Y-%m-%d %H:%M:%S.%g')`;
    case DuckDBTypeId.TIMESTAMP_TZ:
      return `strftime(${value}, '%Y-%m-%d %H:%M:%S.%g UTC')`;
    case DuckDBTypeId.BLOB:
      return `rtrim(regexp_replace(lower(hex(${value})), '(..)', '\\1 ', 'g'))`;
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.UHUGEINT:
      return `CAST(CAST(${value} AS BIGINT) AS VARCHAR)`;
    case DuckDBTypeId.SQLNULL:
      return 'CAST(NULL AS VARCHAR)';
    default:
      return `CAST(${value} AS VARCHAR)`;
  }
}

/** A float's own digits, not those of the double that it becomes. */
const viaText = (value: string, type: DuckDBType): string =>
  type.typeId === DuckDBTypeId.FLOAT ? `CAST(${value} AS VARCHAR)` : value;

const orNull = (text: string): string => `coalesce(${text}, 'null')`;

function renderList(value: string, type: DuckDBListType): string {
  const items = `list_transform(${value}, lambda item: ${orNull(renderText('item', type.valueType))})`;
  return `'[' || array_to_string(${items}, ', ') || ']'`;
}

function renderMap(value: string, type: DuckDBMapType): string {
  const pair = `${renderText('entry.key', type.keyType)} || '=' || ${orNull(renderText('entry.value', type.valueType))}`;
  return `'{' || array_to_string(list_transform(map_entries(${value}), lambda entry: ${pair}), ', ') || '}'`;
}

function renderRow(value: string, type: DuckDBStructType): string {
  const fields = type.entryNames.map((name, at) => {
    const inner = name === '' ? `(${value})[${at + 1}]` : `(${value}).${quoteName(name)}`;
    const text = orNull(renderText(inner, type.entryTypes[at] ?? type));
    return `${quoteText(`${name === '' ? `field${at}` : name}=`)} || ${text}`;
  });
  return `CASE WHEN ${value} IS NOT NULL THEN '{' || ${fields.join(` || ', ' || `)} || '}' END`;
}
