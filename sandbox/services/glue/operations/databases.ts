import type {
  DeleteDatabaseCommandInput,
  DeleteDatabaseCommandOutput,
  GetDatabaseCommandInput,
  GetDatabaseCommandOutput,
  GetDatabasesCommandInput,
  GetDatabasesCommandOutput,
  UpdateDatabaseCommandInput,
  UpdateDatabaseCommandOutput,
} from '@aws-sdk/client-glue';
import { defineOperation } from '../../../cloud/operation.ts';
import { invalidInput } from '../../lakeformation/lake-error.ts';
import { forgetObject } from '../../lakeformation/forget-object.ts';
import { catalogName, requireDatabase } from '../catalog.ts';
import { catalogRequests } from '../catalog-requests.ts';
import { guardDatabase, guardLocation } from '../lake-guard.ts';
import { page } from '../page.ts';
import { isListed } from '../read-table.ts';
import { renderDatabase } from '../render-database.ts';
import { glueStore } from '../store.ts';
import { visitorOf } from '../visitor.ts';
import { membersOf } from './create-database.ts';
import { dropTable } from './drop-table.ts';

export const getDatabase = defineOperation<GetDatabaseCommandInput, GetDatabaseCommandOutput>({
  service: 'glue',
  name: 'GetDatabase',
  authorize: ({ CatalogId, Name }, context) =>
    catalogRequests('GetDatabase', context, { CatalogId, database: Name }),
  handle: ({ CatalogId, Name }, context) => {
    const visitor = visitorOf(context, CatalogId);
    const database = requireDatabase(context.cloud, visitor.scope, catalogName(Name, 'Name'));
    guardDatabase(visitor, database.name, 'DESCRIBE');
    return { Database: renderDatabase(database, visitor.scope.accountId) };
  },
});

export const getDatabases = defineOperation<GetDatabasesCommandInput, GetDatabasesCommandOutput>({
  service: 'glue',
  name: 'GetDatabases',
  authorize: ({ CatalogId }, context) => catalogRequests('GetDatabases', context, { CatalogId }),
  handle: (input, context) => {
    if (input.ResourceShareType !== undefined) {
      throw invalidInput('the sandbox lists databases of one catalog: leave ResourceShareType out');
    }
    const visitor = visitorOf(context, input.CatalogId);
    const databases = glueStore(context.cloud)
      .databases.list(visitor.scope)
      .filter(([name]) => isListed(visitor, name))
      .map(([, database]) => renderDatabase(database, visitor.scope.accountId));
    const { items, ...more } = page(databases, input);
    return { DatabaseList: items, ...more };
  },
});

export const updateDatabase = defineOperation<UpdateDatabaseCommandInput, UpdateDatabaseCommandOutput>({
  service: 'glue',
  name: 'UpdateDatabase',
  authorize: ({ CatalogId, Name }, context) =>
    catalogRequests('UpdateDatabase', context, { CatalogId, database: Name }),
  handle: ({ CatalogId, Name, DatabaseInput: input }, context) =>
    context.cloud.store.transaction(() => {
      const visitor = visitorOf(context, CatalogId);
      const database = requireDatabase(context.cloud, visitor.scope, catalogName(Name, 'Name'));
      guardDatabase(visitor, database.name, 'ALTER');
      if (catalogName(input?.Name, 'DatabaseInput.Name') !== database.name) {
        throw invalidInput('the sandbox does not rename databases; create another one');
      }
      guardLocation(visitor, input?.LocationUri);
      const { name, tableDefaults, tags, creator, createdAt } = database;
      const changed = {
        name,
        tableDefaults,
        tags,
        creator,
        createdAt,
        ...membersOf(input ?? { Name: name }),
      };
      glueStore(context.cloud).databases.put(visitor.scope, name, changed);
      return {};
    }),
});

export const deleteDatabase = defineOperation<DeleteDatabaseCommandInput, DeleteDatabaseCommandOutput>({
  service: 'glue',
  name: 'DeleteDatabase',
  authorize: ({ CatalogId, Name }, context) =>
    catalogRequests('DeleteDatabase', context, { CatalogId, database: Name }),
  handle: ({ CatalogId, Name }, context) =>
    context.cloud.store.transaction(() => {
      const { cloud } = context;
      const visitor = visitorOf(context, CatalogId);
      const { name } = requireDatabase(cloud, visitor.scope, catalogName(Name, 'Name'));
      guardDatabase(visitor, name, 'DROP');
      for (const [, table] of glueStore(cloud).tables.list(visitor.scope, `${name}/`)) {
        dropTable(cloud, visitor.scope, table);
      }
      glueStore(cloud).databases.delete(visitor.scope, name);
      forgetObject(cloud, visitor.scope, { database: name });
      return {};
    }),
});
