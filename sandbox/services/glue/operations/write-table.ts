import type {
  CreateTableCommandInput,
  CreateTableCommandOutput,
  DeleteTableCommandInput,
  DeleteTableCommandOutput,
  TableInput,
  UpdateTableCommandInput,
  UpdateTableCommandOutput,
} from '@aws-sdk/client-glue';
import { AwsError } from '../../../cloud/aws-error.ts';
import { callerArn } from '../../../cloud/caller.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { alreadyExists, entityNotFound, invalidInput } from '../../lakeformation/lake-error.ts';
import { catalogName, findTable, requireDatabase } from '../catalog.ts';
import { catalogRequests } from '../catalog-requests.ts';
import { grantDefaults } from '../default-grants.ts';
import { guardDatabase, guardLocation, guardTable, type Visitor } from '../lake-guard.ts';
import { glueStore, type TableRecord, tableKey } from '../store.ts';
import { visitorOf } from '../visitor.ts';
import { dropTable } from './drop-table.ts';

export const createTable = defineOperation<CreateTableCommandInput, CreateTableCommandOutput>({
  service: 'glue',
  name: 'CreateTable',
  authorize: ({ CatalogId, DatabaseName, TableInput: input, Name }, context) =>
    catalogRequests('CreateTable', context, {
      CatalogId,
      database: DatabaseName,
      table: input?.Name ?? Name ?? '',
    }),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      refuse(input, ['OpenTableFormatInput', 'PartitionIndexes', 'TransactionId', 'Name']);
      const visitor = visitorOf(context, input.CatalogId);
      const { cloud, scope, principal } = visitor;
      const table = checkInput(input.TableInput);
      const database = requireDatabase(cloud, scope, catalogName(input.DatabaseName, 'DatabaseName'));
      if (database.target)
        throw invalidInput(`Database ${database.name} is a resource link; create tables in its target`);
      guardDatabase(visitor, database.name, 'CREATE_TABLE');
      if (findTable(cloud, scope, database.name, table.Name)) throw alreadyExists('Table already exists.');
      guardLocation(visitor, table.StorageDescriptor?.Location, database);
      const now = context.now.toISOString();
      putTable(visitor, {
        database: database.name,
        name: table.Name,
        input: table,
        version: 0,
        creator: principal,
        createdBy: callerArn(context.caller),
        createdAt: now,
        updatedAt: now,
      });
      const resource = { kind: 'table', database: database.name, table: table.Name } as const;
      grantDefaults(cloud, scope, resource, database.tableDefaults);
      return {};
    }),
});

export const updateTable = defineOperation<UpdateTableCommandInput, UpdateTableCommandOutput>({
  service: 'glue',
  name: 'UpdateTable',
  authorize: ({ CatalogId, DatabaseName, TableInput: input, Name }, context) =>
    catalogRequests('UpdateTable', context, {
      CatalogId,
      database: DatabaseName,
      table: input?.Name ?? Name ?? '',
    }),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      refuse(input, ['UpdateOpenTableFormatInput', 'TransactionId', 'ViewUpdateAction', 'Name']);
      const visitor = visitorOf(context, input.CatalogId);
      const next = checkInput(input.TableInput);
      const table = requireOwnTable(visitor, input.DatabaseName, next.Name);
      guardTable(visitor, table, 'ALTER');
      checkVersion(table, input.VersionId);
      checkMove(visitor, table, next);
      if (input.SkipArchive !== true) archive(visitor, table);
      const updatedAt = context.now.toISOString();
      putTable(visitor, { ...table, input: next, version: table.version + 1, updatedAt });
      return {};
    }),
});

export const deleteTable = defineOperation<DeleteTableCommandInput, DeleteTableCommandOutput>({
  service: 'glue',
  name: 'DeleteTable',
  authorize: ({ CatalogId, DatabaseName, Name }, context) =>
    catalogRequests('DeleteTable', context, { CatalogId, database: DatabaseName, table: Name ?? '' }),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      refuse(input, ['TransactionId']);
      const visitor = visitorOf(context, input.CatalogId);
      const table = requireOwnTable(visitor, input.DatabaseName, catalogName(input.Name, 'Name'));
      guardTable(visitor, table, 'DROP');
      dropTable(context.cloud, visitor.scope, table);
      return {};
    }),
});

/** A table in the database itself: writes do not go through resource links. */
export function requireOwnTable(visitor: Visitor, database: string | undefined, name: string): TableRecord {
  const { cloud, scope } = visitor;
  const { name: inDatabase } = requireDatabase(cloud, scope, catalogName(database, 'DatabaseName'));
  const table = findTable(cloud, scope, inDatabase, name);
  if (!table) throw entityNotFound(`Table ${name} not found.`);
  return table;
}

function putTable({ cloud, scope }: Visitor, table: TableRecord): void {
  glueStore(cloud).tables.put(scope, tableKey(table.database, table.name), table);
}

function archive({ cloud, scope }: Visitor, table: TableRecord): void {
  const version = String(table.version).padStart(10, '0');
  glueStore(cloud).versions.put(scope, `${tableKey(table.database, table.name)}/${version}`, table);
}

/** Who gives a version changes just that one: the compare-and-set of every catalog commit. */
function checkVersion(table: TableRecord, expected: string | undefined): void {
  if (expected === undefined || expected === String(table.version)) return;
  throw new AwsError(
    'ConcurrentModificationException',
    `Update table failed due to concurrent modifications: ${table.name} is at version ${table.version}, not ${expected}.`,
  );
}

/** Another location is another right: the check is the same as when a table is made there. */
function checkMove(visitor: Visitor, table: TableRecord, next: TableInput): void {
  const location = next.StorageDescriptor?.Location;
  if (location === table.input.StorageDescriptor?.Location) return;
  guardLocation(visitor, location, requireDatabase(visitor.cloud, visitor.scope, table.database));
}

function checkInput(input: TableInput | undefined): TableInput & { readonly Name: string } {
  const name = catalogName(input?.Name, 'TableInput.Name');
  const columns = [...(input?.StorageDescriptor?.Columns ?? []), ...(input?.PartitionKeys ?? [])];
  const names = columns.map((column) => (column.Name ?? '').toLowerCase());
  if (names.includes('')) throw invalidInput(`a column of ${name} has no name`);
  const twice = names.find((column, index) => names.indexOf(column) !== index);
  if (twice !== undefined) throw invalidInput(`table ${name} has column ${twice} twice`);
  if (input?.ViewDefinition) throw invalidInput('the sandbox has no multi-dialect views');
  return { ...input, Name: name };
}

function refuse<Input extends object>(input: Input, members: readonly (keyof Input & string)[]): void {
  const given = members.find((member) => input[member] !== undefined);
  if (given) throw invalidInput(`the sandbox does not support ${given}; use TableInput`);
}
