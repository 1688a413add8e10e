import type { DatabaseIdentifier, EncryptionAtRest, PartitionInput, TableInput } from '@aws-sdk/client-glue';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Collection } from '../../cloud/store.ts';
import type { DefaultPermission } from '../lakeformation/store.ts';

export type DatabaseRecord = {
  readonly name: string;
  readonly description?: string;
  readonly locationUri?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** A resource link to a database, possibly of another account. */
  readonly target?: DatabaseIdentifier;
  readonly tableDefaults: readonly DefaultPermission[];
  readonly tags: Readonly<Record<string, string>>;
  /** Principal that Lake Formation gives the creator's rights. */
  readonly creator: string;
  readonly createdAt: string;
};

export type TableRecord = {
  readonly database: string;
  readonly name: string;
  /** As it was put, names in lower case; `TargetTable` makes it a resource link. */
  readonly input: TableInput;
  readonly version: number;
  readonly creator: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type PartitionRecord = { readonly input: PartitionInput; readonly createdAt: string };

export type EncryptionRecord = {
  readonly atRest?: EncryptionAtRest;
  readonly passwords?: { readonly returnEncrypted: boolean; readonly keyId?: string };
};

export type GlueStore = {
  /** Key: name. */
  readonly databases: Collection<DatabaseRecord>;
  /** Key: `<database>/<table>`. */
  readonly tables: Collection<TableRecord>;
  /** Archived versions. Key: `<database>/<table>/<version, ten digits>`. */
  readonly versions: Collection<TableRecord>;
  /** Key: `<database>/<table>/<values as JSON>`. */
  readonly partitions: Collection<PartitionRecord>;
  /** Key: `policy`. */
  readonly policies: Collection<{
    readonly text: string;
    readonly createdAt: string;
    readonly updatedAt: string;
  }>;
  /** Key: `settings`. */
  readonly encryption: Collection<EncryptionRecord>;
};

export function glueStore({ store }: Cloud): GlueStore {
  return {
    databases: store.collection('glue.database'),
    tables: store.collection('glue.table'),
    versions: store.collection('glue.table-version'),
    partitions: store.collection('glue.partition'),
    policies: store.collection('glue.policy'),
    encryption: store.collection('glue.encryption'),
  };
}

export function tableKey(database: string, table: string): string {
  return `${database}/${table}`;
}
