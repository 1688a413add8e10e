import type { Database } from '../../../duckdb/database.ts';
import { quoteList, quoteName } from '../../../duckdb/quote.ts';
import { checkFileType } from './file-type.ts';
import type { SourceColumn, SourceFile, SourceSelection } from './table-source.ts';

export type ParquetSelect = SourceSelection & {
  readonly files: readonly SourceFile[];
  /** Names that a column may have in files; its own when absent (Iceberg's renames). */
  readonly namesOf?: (column: string) => readonly string[];
};

/** Columns by name, typed as the table says; a file that does not have a column yields NULL. */
export async function selectParquet(database: Database, from: ParquetSelect): Promise<string> {
  const { files, columns } = from;
  const cast = from.faults === 'null' ? 'TRY_CAST' : 'CAST';
  if (files.length === 0) return selectNothing(columns);
  const relation = `read_parquet(${quoteList(files.map(({ path }) => path))}, union_by_name = true)`;
  const found = await database.rows(`DESCRIBE SELECT * FROM ${relation}`);
  const inFiles = new Map(found.map((row) => [String(row['column_name']).toLowerCase(), row] as const));
  const selected = columns.map((column) => {
    const names = from.namesOf?.(column.name) ?? [column.name];
    const rows = names.map((name) => inFiles.get(name)).filter((row) => row !== undefined);
    for (const row of rows) checkFileType(column.name, String(row['column_type']), column.type);
    const values = rows.map((row) => quoteName(String(row['column_name'])));
    const value = values.length > 1 ? `COALESCE(${values.join(', ')})` : (values[0] ?? 'NULL');
    return `${cast}(${value} AS ${column.type}) AS ${quoteName(column.name)}`;
  });
  return `SELECT ${selected.join(', ')} FROM ${relation}`;
}

/** A table without files. */
export function selectNothing(columns: readonly SourceColumn[]): string {
  const selected = columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quoteName(name)}`);
  return `SELECT ${selected.join(', ')} WHERE false`;
}
