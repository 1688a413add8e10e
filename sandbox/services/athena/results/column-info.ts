import type { ColumnInfo } from '@aws-sdk/client-athena';
import { type DuckDBType, DuckDBDecimalType, DuckDBTypeId } from '@duckdb/node-api';

type AthenaType = { readonly type: string; readonly precision: number; readonly scale: number };

const TYPES: Readonly<Partial<Record<DuckDBTypeId, AthenaType>>> = {
  [DuckDBTypeId.BOOLEAN]: { type: 'boolean', precision: 0, scale: 0 },
  [DuckDBTypeId.TINYINT]: { type: 'tinyint', precision: 3, scale: 0 },
  [DuckDBTypeId.SMALLINT]: { type: 'smallint', precision: 5, scale: 0 },
  [DuckDBTypeId.INTEGER]: { type: 'integer', precision: 10, scale: 0 },
  [DuckDBTypeId.BIGINT]: { type: 'bigint', precision: 19, scale: 0 },
  [DuckDBTypeId.HUGEINT]: { type: 'bigint', precision: 19, scale: 0 },
  [DuckDBTypeId.UBIGINT]: { type: 'bigint', precision: 19, scale: 0 },
  [DuckDBTypeId.UHUGEINT]: { type: 'bigint', precision: 19, scale: 0 },
  [DuckDBTypeId.FLOAT]: { type: 'float', precision: 17, scale: 0 },
  [DuckDBTypeId.DOUBLE]: { type: 'double', precision: 17, scale: 0 },
  [DuckDBTypeId.DATE]: { type: 'date', precision: 0, scale: 0 },
  [DuckDBTypeId.TIMESTAMP]: { type: 'timestamp', precision: 3, scale: 0 },
  [DuckDBTypeId.TIMESTAMP_TZ]: { type: 'timestamp with time zone', precision: 3, scale: 0 },
  [DuckDBTypeId.TIME]: { type: 'time', precision: 3, scale: 0 },
  [DuckDBTypeId.BLOB]: { type: 'varbinary', precision: 1_073_741_824, scale: 0 },
  [DuckDBTypeId.LIST]: { type: 'array', precision: 0, scale: 0 },
  [DuckDBTypeId.MAP]: { type: 'map', precision: 0, scale: 0 },
  [DuckDBTypeId.STRUCT]: { type: 'row', precision: 0, scale: 0 },
  [DuckDBTypeId.INTERVAL]: { type: 'interval day to second', precision: 0, scale: 0 },
  [DuckDBTypeId.SQLNULL]: { type: 'unknown', precision: 0, scale: 0 },
};

const TEXT: AthenaType = { type: 'varchar', precision: 2_147_483_647, scale: 0 };

/** What GetQueryResults tells of a column. */
export function columnInfo(name: string, type: DuckDBType): ColumnInfo {
  const known =
    type instanceof DuckDBDecimalType
      ? { type: 'decimal', precision: type.width, scale: type.scale }
      : (TYPES[type.typeId] ?? TEXT);
  return textual(name, known);
}

/** A column of the answers to SHOW, DESCRIBE and EXPLAIN. */
export function textColumn(name: string): ColumnInfo {
  return textual(name, { type: 'string', precision: 0, scale: 0 });
}

function textual(name: string, known: AthenaType): ColumnInfo {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: known.type,
    Precision: known.precision,
    Scale: known.scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: known.type === 'varchar' || known.type === 'string',
  };
}
