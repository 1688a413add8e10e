import type { DataCellsFilter, Grant } from './grant.ts';

/** LF-Tags of one object, by key. */
export type LfTags = Readonly<Record<string, string>>;

export type CatalogObject = {
  readonly database: string;
  readonly table?: string;
  /** Only together with `table`. */
  readonly column?: string;
};

/** How the location of an object is registered; under `hybrid` only who is opted in is held to grants. */
export type Registration = 'none' | 'lake-formation' | 'hybrid';

/** What Lake Formation knows of one account's catalog, as the evaluator asks for it. */
export type LakeState = {
  readonly catalogId: string;
  /** ARNs of the data lake administrators. */
  readonly admins: readonly string[];
  /** ARNs of who may see all of the catalog, and change nothing. */
  readonly readOnlyAdmins?: readonly string[];
  readonly grantsOf: (principal: string) => readonly Grant[];
  readonly filterOf: (database: string, table: string, name: string) => DataCellsFilter | undefined;
  /** Tags that were put on the object itself, without what it inherits. */
  readonly tagsOf: (object: CatalogObject) => LfTags;
  /** Principal that made the database or table. */
  readonly creatorOf: (object: CatalogObject) => string | undefined;
  /** Absent where nothing is known of locations; then nothing is hybrid. */
  readonly registrationOf?: (object: CatalogObject) => Registration;
  readonly isOptedIn?: (principal: string, object: CatalogObject) => boolean;
  /** Another account that is granted to as a whole; undefined where nothing is known of it. */
  readonly recipientOf?: (accountId: string) => LakeRecipient | undefined;
};

/** What another account makes of the grants that it got as a whole. */
export type LakeRecipient = {
  /** ARNs of its data lake administrators. */
  readonly admins: readonly string[];
  /** ARNs of the organization and its units that the account belongs to. */
  readonly organization: readonly string[];
  /** What it granted on, on objects of the catalog that is shared with it. */
  readonly grantsOf: (principal: string) => readonly Grant[];
};

export type LakeTable = {
  readonly database: string;
  readonly name: string;
  /** In the table's order, partition keys last. */
  readonly columns: readonly string[];
};
