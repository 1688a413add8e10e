import { QueryFailure } from '../query-failure.ts';

/** What a Parquet file may hold for a column of the catalog, in DuckDB's types; Athena reads nothing else. */
const READABLE: Readonly<Record<string, RegExp>> = {
  VARCHAR: /^(VARCHAR|BLOB|ENUM)/,
  BOOLEAN: /^BOOLEAN$/,
  TINYINT: /^TINYINT$/,
  SMALLINT: /^(TINYINT|SMALLINT|UTINYINT)$/,
  INTEGER: /^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT)$/,
  BIGINT: /^(TINYINT|SMALLINT|INTEGER|BIGINT|UTINYINT|USMALLINT|UINTEGER)$/,
  FLOAT: /^FLOAT$/,
  DOUBLE: /^(FLOAT|DOUBLE)$/,
  DATE: /^DATE$/,
  TIMESTAMP: /^TIMESTAMP/,
  'TIMESTAMP WITH TIME ZONE': /^TIMESTAMP/,
  BLOB: /^BLOB$/,
};

/** Athena refuses to read a Parquet column as another type; so do we, lest a table work here and not on AWS. */
export function checkFileType(column: string, fileType: string, tableType: string): void {
  const pattern = tableType.startsWith('DECIMAL')
    ? /^(DECIMAL|TINYINT|SMALLINT|INTEGER|BIGINT)/
    : READABLE[tableType];
  if (pattern === undefined || pattern.test(fileType)) return;
  throw new QueryFailure(
    `HIVE_BAD_DATA: Field ${column}'s type ${fileType} in parquet file is incompatible with type ${tableType.toLowerCase()} defined in table schema`,
    { category: 2 },
  );
}
