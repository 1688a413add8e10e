import type {
  GetTableCommandInput,
  GetTableCommandOutput,
  GetTablesCommandInput,
  GetTablesCommandOutput,
  GetTableVersionsCommandInput,
  GetTableVersionsCommandOutput,
} from '@aws-sdk/client-glue';
import { defineOperation } from '../../../cloud/operation.ts';
import { insufficient, invalidInput } from '../../lakeformation/lake-error.ts';
import { catalogName } from '../catalog.ts';
import { catalogRequests } from '../catalog-requests.ts';
import { page } from '../page.ts';
import { findThroughLinks, readTable, readTables } from '../read-table.ts';
import { glueStore, tableKey } from '../store.ts';
import { visitorOf } from '../visitor.ts';

export const getTable = defineOperation<GetTableCommandInput, GetTableCommandOutput>({
  service: 'glue',
  name: 'GetTable',
  authorize: ({ CatalogId, DatabaseName, Name }, context) =>
    catalogRequests('GetTable', context, { CatalogId, database: DatabaseName, table: Name ?? '' }),
  handle: (input, context) => {
    if (input.TransactionId !== undefined || input.QueryAsOfTime !== undefined) {
      throw invalidInput(
        'the sandbox reads tables as they are now: leave TransactionId and QueryAsOfTime out',
      );
    }
    const visitor = visitorOf(context, input.CatalogId);
    const name = catalogName(input.Name, 'Name');
    const found = findThroughLinks(visitor, catalogName(input.DatabaseName, 'DatabaseName'), name);
    const table = readTable(visitor, found);
    if (!table) throw insufficient('Describe', name);
    return { Table: table };
  },
});

export const getTables = defineOperation<GetTablesCommandInput, GetTablesCommandOutput>({
  service: 'glue',
  name: 'GetTables',
  authorize: ({ CatalogId, DatabaseName }, context) =>
    catalogRequests('GetTables', context, { CatalogId, database: DatabaseName, table: '*' }),
  handle: (input, context) => {
    const visitor = visitorOf(context, input.CatalogId);
    const matches = expression(input.Expression);
    const tables = readTables(visitor, catalogName(input.DatabaseName, 'DatabaseName')).filter(({ Name }) =>
      matches(Name ?? ''),
    );
    const { items, ...more } = page(tables, input);
    return { TableList: items, ...more };
  },
});

export const getTableVersions = defineOperation<GetTableVersionsCommandInput, GetTableVersionsCommandOutput>({
  service: 'glue',
  name: 'GetTableVersions',
  authorize: ({ CatalogId, DatabaseName, TableName }, context) =>
    catalogRequests('GetTableVersions', context, {
      CatalogId,
      database: DatabaseName,
      table: TableName ?? '',
    }),
  handle: (input, context) => {
    const visitor = visitorOf(context, input.CatalogId);
    const name = catalogName(input.TableName, 'TableName');
    const { scope, table } = findThroughLinks(visitor, catalogName(input.DatabaseName, 'DatabaseName'), name);
    const archived = glueStore(context.cloud)
      .versions.list(scope, `${tableKey(table.database, table.name)}/`)
      .map(([, version]) => version);
    const versions = [table, ...archived.toReversed()].flatMap((version) => {
      const shown = readTable(visitor, { scope, table: version });
      return shown ? [{ Table: shown, VersionId: String(version.version) }] : [];
    });
    if (versions.length === 0) throw insufficient('Describe', name);
    const { items, ...more } = page(versions, input);
    return { TableVersions: items, ...more };
  },
});

/** Glue matches table names by a pattern in which `*` is any text. */
function expression(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined || pattern === '') return () => true;
  if (!/^[\w.*-]+$/.test(pattern)) {
    throw invalidInput(
      `the sandbox understands names with "*" as Expression, not ${JSON.stringify(pattern)}`,
    );
  }
  const escaped = pattern.replaceAll('.', '\\.').replaceAll(/\*+/g, '.*');
  const regexp = new RegExp(`^${escaped}$`, 'i');
  return (name) => regexp.test(name);
}
