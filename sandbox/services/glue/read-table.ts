import type { Table } from '@aws-sdk/client-glue';
import { tableAccess, visibleColumns } from '../../../core/access/lakeformation/evaluate-table.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { entityNotFound, insufficient } from '../lakeformation/lake-error.ts';
import { lakeStateOf } from '../lakeformation/lake-state-of.ts';
import { registrationOf } from '../lakeformation/locations.ts';
import {
  databasePlace,
  findTable,
  lakeTableOf,
  linkedTable,
  type Place,
  requireDatabase,
} from './catalog.ts';
import { guardDatabase, mayOnDatabase, type Visitor } from './lake-guard.ts';
import { renderTable } from './render-table.ts';
import { glueStore, type TableRecord } from './store.ts';

/** A table where it really is. */
export type FoundTable = { readonly scope: Scope; readonly table: TableRecord };

/** Finds a table through its links; throws as Lake Formation does for who may not describe a link. */
export function findThroughLinks(visitor: Visitor, database: string, name: string): FoundTable {
  const place = placeFor(visitor, database);
  const table = findTable(visitor.cloud, place.scope, place.database, name);
  if (!table) throw entityNotFound(`Table ${name} not found in database ${database}.`);
  const target = linkedTable(table, place.scope);
  if (!target) return { scope: place.scope, table };
  if (!visibleTo({ ...visitor, scope: place.scope }, table)) throw insufficient('Describe', name);
  const found = findTable(visitor.cloud, target.scope, target.database, target.table);
  if (!found) throw entityNotFound(`Table ${target.table} not found: the target of resource link ${name}.`);
  return { scope: target.scope, table: found };
}

/** Where the tables of a database are; a resource link must be described to be followed. */
export function placeFor(visitor: Visitor, database: string): Place {
  const { cloud, scope } = visitor;
  const { target } = requireDatabase(cloud, scope, database);
  if (!target) return { scope, database };
  guardDatabase(visitor, database, 'DESCRIBE');
  const place = databasePlace(cloud, scope, database);
  requireDatabase(cloud, place.scope, place.database);
  return place;
}

/** A table as its visitor may see it; undefined where the visitor may not know of it. */
export function readTable(visitor: Visitor, { scope, table }: FoundTable): Table | undefined {
  const visible = visibleTo({ ...visitor, scope }, table);
  if (!visible) return undefined;
  const location = table.input.StorageDescriptor?.Location;
  const isRegistered = registrationOf(visitor.cloud, scope, location) !== undefined;
  return renderTable(table, { scope, visible, isRegistered });
}

/**
 * A table with all its columns, whoever asks: what an engine gets that filters for Lake Formation
 * (`GetUnfilteredTableMetadata`). Nobody else may be answered with it.
 */
export function readUnfiltered(cloud: Cloud, scope: Scope, name: { database: string; table: string }): Table {
  const table = findTable(cloud, scope, name.database, name.table);
  if (!table) throw entityNotFound(`Table ${name.table} not found in database ${name.database}.`);
  return renderTable(table, { scope, isRegistered: false });
}

/** Whether Lake Formation shows a visitor some rows of a table and not all. */
export function hidesRows({ cloud, principal }: Visitor, { scope, table }: FoundTable): boolean {
  const access = tableAccess(lakeStateOf(cloud, scope), principal, lakeTableOf(table));
  return access.kind === 'allowed' && access.rows !== null;
}

/** All tables of a database that its visitor may see. A link behind which nothing may be seen is a refusal. */
export function readTables(visitor: Visitor, database: string): readonly Table[] {
  const place = placeFor(visitor, database);
  const tables = readTablesAt(visitor, place);
  const isLink = place.database !== database || place.scope.accountId !== visitor.scope.accountId;
  if (isLink && tables.length === 0) {
    guardDatabase({ ...visitor, scope: place.scope }, place.database, 'DESCRIBE');
  }
  return tables;
}

function readTablesAt(visitor: Visitor, place: Place): readonly Table[] {
  return glueStore(visitor.cloud)
    .tables.list(place.scope, `${place.database}/`)
    .flatMap(([, table]) => {
      const found = followed(visitor.cloud, { scope: place.scope, table });
      const shown = found && readTable(visitor, found);
      return shown ? [shown] : [];
    });
}

/** Databases that a visitor may see in lists. */
export function isListed(visitor: Visitor, database: string): boolean {
  return mayOnDatabase(visitor, database, 'DESCRIBE');
}

function followed(cloud: Cloud, { scope, table }: FoundTable): FoundTable | undefined {
  const target = linkedTable(table, scope);
  if (!target) return { scope, table };
  const found = findTable(cloud, target.scope, target.database, target.table);
  return found && { scope: target.scope, table: found };
}

function visibleTo({ cloud, scope, principal }: Visitor, table: TableRecord): readonly string[] | undefined {
  return visibleColumns(lakeStateOf(cloud, scope), principal, lakeTableOf(table));
}
