import type { Database } from '../../../duckdb/database.ts';

export type SourceColumn = {
  /** Lower case. */
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
};

export type SourceFile = { readonly path: string; readonly bytes: number };

/** The data behind a catalog table, not yet secured. */
export type TableSource = {
  /** In the table's order. */
  readonly columns: readonly SourceColumn[];
  readonly files: readonly SourceFile[];
  /** SQL that yields these columns, by their names, with their types. */
  readonly select: (database: Database, columns: readonly SourceColumn[]) => Promise<string>;
};
