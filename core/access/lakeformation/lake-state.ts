import type { DataCellsFilter, Grant } from './grant.ts';

/** LF-Tags of one object, by key. */
export type LfTags = Readonly<Record<string, string>>;

export type CatalogObject = {
  readonly database: string;
  readonly table?: string;
  /** Only together with `table`. */
  readonly column?: string;
};

/** What Lake Formation knows of one account's catalog, as the evaluator asks for it. */
export type LakeState = {
  readonly catalogId: string;
  /** ARNs of the data lake administrators. */
  readonly admins: readonly string[];
  readonly grantsOf: (principal: string) => readonly Grant[];
  readonly filterOf: (database: string, table: string, name: string) => DataCellsFilter | undefined;
  /** Tags that were put on the object itself, without what it inherits. */
  readonly tagsOf: (object: CatalogObject) => LfTags;
  /** Principal that made the database or table. */
  readonly creatorOf: (object: CatalogObject) => string | undefined;
};

export type LakeTable = {
  readonly database: string;
  readonly name: string;
  /** In the table's order, partition keys last. */
  readonly columns: readonly string[];
};
