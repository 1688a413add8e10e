import type { Database } from '../../../duckdb/database.ts';

export type SourceColumn = {
  /** Lower case. */
  readonly name: string;
  /** DuckDB's type. */
  readonly type: string;
};

export type SourceFile = { readonly path: string; readonly bytes: number };

/**
 * What a value becomes that its column cannot hold. Where some of a table is withheld it is NULL: a failure would
 * tell about values that the caller may not see.
 */
export type Faults = 'fail' | 'null';

export type SourceSelection = { readonly columns: readonly SourceColumn[]; readonly faults: Faults };

/** The data behind a catalog table, not yet secured. */
export type TableSource = {
  /** In the table's order. */
  readonly columns: readonly SourceColumn[];
  readonly files: readonly SourceFile[];
  /** SQL that yields these columns, by their names, with their types. */
  readonly select: (database: Database, selection: SourceSelection) => Promise<string>;
};
