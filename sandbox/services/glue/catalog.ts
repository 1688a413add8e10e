import type { Column } from '@aws-sdk/client-glue';
import type { LakeTable } from '../../../core/access/lakeformation/lake-state.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { entityNotFound, invalidInput } from '../lakeformation/lake-error.ts';
import { type DatabaseRecord, glueStore, type TableRecord, tableKey } from './store.ts';

/** The catalog that a call means: its own account's unless it names another. */
export function catalogScope(
  { accountId, region }: Pick<RequestContext, 'accountId' | 'region'>,
  catalogId: string | undefined,
): Scope {
  const wanted = catalogId ?? accountId;
  if (/^\d{12}$/.test(wanted)) return { accountId: wanted, region };
  throw invalidInput(
    `the sandbox has one catalog per account; ${JSON.stringify(wanted)} is not an account id`,
  );
}

const NAME = /^[a-z0-9_][a-z0-9_.-]{0,254}$/;

/** Glue keeps names in lower case. */
export function catalogName(name: string | undefined, parameter: string): string {
  const lower = (name ?? '').toLowerCase();
  if (NAME.test(lower)) return lower;
  throw invalidInput(
    `${parameter} ${JSON.stringify(name)} must be 1 to 255 letters, digits, "_", "-" or "."`,
  );
}

export function requireDatabase(cloud: Cloud, scope: Scope, name: string): DatabaseRecord {
  const database = glueStore(cloud).databases.get(scope, name);
  if (!database) throw entityNotFound(`Database ${name} not found.`);
  return database;
}

export function findTable(
  cloud: Cloud,
  scope: Scope,
  database: string,
  name: string,
): TableRecord | undefined {
  return glueStore(cloud).tables.get(scope, tableKey(database, name));
}

/** A database or table where it really is, after its resource links. */
export type Place = { readonly scope: Scope; readonly database: string };

/** The place of a database: the target's where the database is a resource link. Links of links do not exist. */
export function databasePlace(cloud: Cloud, scope: Scope, database: string): Place {
  const target = glueStore(cloud).databases.get(scope, database)?.target;
  if (!target) return { scope, database };
  return {
    scope: { accountId: target.CatalogId ?? scope.accountId, region: target.Region ?? scope.region },
    database: catalogName(target.DatabaseName, 'TargetDatabase'),
  };
}

/** The place of a table that is itself a resource link; undefined for a table of its own. */
export function linkedTable(
  table: TableRecord,
  scope: Scope,
): (Place & { readonly table: string }) | undefined {
  const target = table.input.TargetTable;
  if (!target) return undefined;
  return {
    scope: { accountId: target.CatalogId ?? scope.accountId, region: target.Region ?? scope.region },
    database: catalogName(target.DatabaseName, 'TargetTable'),
    table: catalogName(target.Name, 'TargetTable'),
  };
}

/** A table's columns, partition keys last. */
export function columnsOf({ input }: TableRecord): readonly Column[] {
  return [...(input.StorageDescriptor?.Columns ?? []), ...(input.PartitionKeys ?? [])];
}

export function lakeTableOf(table: TableRecord): LakeTable {
  const { database, name } = table;
  return { database, name, columns: columnsOf(table).map((column) => (column.Name ?? '').toLowerCase()) };
}
