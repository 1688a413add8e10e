import type {
  CreateDataCellsFilterCommandInput,
  CreateDataCellsFilterCommandOutput,
  DataCellsFilter,
  DeleteDataCellsFilterCommandInput,
  DeleteDataCellsFilterCommandOutput,
  GetDataCellsFilterCommandInput,
  GetDataCellsFilterCommandOutput,
  ListDataCellsFilterCommandInput,
  ListDataCellsFilterCommandOutput,
  UpdateDataCellsFilterCommandInput,
  UpdateDataCellsFilterCommandOutput,
} from '@aws-sdk/client-lakeformation';
import { mayGrant } from '../../../../core/access/lakeformation/grant-rights.ts';
import { renderColumns } from '../../../../core/access/lakeformation/render-resource.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { Scope } from '../../../cloud/store.ts';
import { page } from '../../glue/page.ts';
import { parseFilter } from '../filter-input.ts';
import { alreadyExists, entityNotFound, notAuthorizedToGrant } from '../lake-error.ts';
import { callerSeesAll, lakeRequest, ownCatalog } from '../lake-request.ts';
import { lakePrincipal, lakeStateOf } from '../lake-state-of.ts';
import { type FilterRecord, lakeStore } from '../store.ts';

export const createDataCellsFilter = defineOperation<
  CreateDataCellsFilterCommandInput,
  CreateDataCellsFilterCommandOutput
>({
  service: 'lakeformation',
  name: 'CreateDataCellsFilter',
  authorize: () => lakeRequest('CreateDataCellsFilter'),
  handle: ({ TableData: data }, context) => {
    const scope = ownCatalog(context, data?.TableCatalogId);
    const filter = parseFilter(context.cloud, scope, data);
    requireOwner(context, scope, filter);
    const { filters } = lakeStore(context.cloud);
    if (filters.get(scope, keyOf(filter)))
      throw alreadyExists(`Data cells filter ${filter.name} already exists`);
    filters.put(scope, keyOf(filter), { ...filter, versionId: context.requestId });
    return {};
  },
});

export const updateDataCellsFilter = defineOperation<
  UpdateDataCellsFilterCommandInput,
  UpdateDataCellsFilterCommandOutput
>({
  service: 'lakeformation',
  name: 'UpdateDataCellsFilter',
  authorize: () => lakeRequest('UpdateDataCellsFilter'),
  handle: ({ TableData: data }, context) => {
    const scope = ownCatalog(context, data?.TableCatalogId);
    const filter = parseFilter(context.cloud, scope, data);
    requireOwner(context, scope, filter);
    requireFilter(context, scope, keyOf(filter));
    const record = { ...filter, versionId: context.requestId };
    lakeStore(context.cloud).filters.put(scope, keyOf(filter), record);
    return {};
  },
});

export const getDataCellsFilter = defineOperation<
  GetDataCellsFilterCommandInput,
  GetDataCellsFilterCommandOutput
>({
  service: 'lakeformation',
  name: 'GetDataCellsFilter',
  authorize: () => lakeRequest('GetDataCellsFilter'),
  handle: (input, context) => {
    const scope = ownCatalog(context, input.TableCatalogId);
    const filter = requireFilter(context, scope, addressOf(input));
    requireOwner(context, scope, filter);
    return { DataCellsFilter: render(filter, scope) };
  },
});

export const deleteDataCellsFilter = defineOperation<
  DeleteDataCellsFilterCommandInput,
  DeleteDataCellsFilterCommandOutput
>({
  service: 'lakeformation',
  name: 'DeleteDataCellsFilter',
  authorize: () => lakeRequest('DeleteDataCellsFilter'),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      const scope = ownCatalog(context, input.TableCatalogId);
      const filter = requireFilter(context, scope, addressOf(input));
      requireOwner(context, scope, filter);
      const { filters, grants } = lakeStore(context.cloud);
      filters.delete(scope, keyOf(filter));
      for (const [key] of grants.list(scope)) {
        // A filter that comes back under the same name starts without grants.
        if (key.endsWith(`|filter/${keyOf(filter)}`)) grants.delete(scope, key);
      }
      return {};
    }),
});

export const listDataCellsFilter = defineOperation<
  ListDataCellsFilterCommandInput,
  ListDataCellsFilterCommandOutput
>({
  service: 'lakeformation',
  name: 'ListDataCellsFilter',
  authorize: () => lakeRequest('ListDataCellsFilter'),
  handle: (input, context) => {
    const { DatabaseName, Name, CatalogId } = input.Table ?? {};
    const scope = ownCatalog(context, CatalogId);
    const path = [DatabaseName, Name]
      .filter((part) => part !== undefined)
      .map((part) => `${part.toLowerCase()}/`);
    const filters = lakeStore(context.cloud)
      .filters.list(scope, path.join(''))
      .map(([, filter]) => filter)
      .filter((filter) => callerSeesAll(context, scope) || isOwner(context, scope, filter))
      .map((filter) => render(filter, scope));
    const { items, ...more } = page(filters, input);
    return { DataCellsFilters: items, ...more };
  },
});

const keyOf = ({ database, table, name }: Pick<FilterRecord, 'database' | 'table' | 'name'>): string =>
  `${database}/${table}/${name}`;

function addressOf(input: DeleteDataCellsFilterCommandInput): string {
  return keyOf({
    database: (input.DatabaseName ?? '').toLowerCase(),
    table: (input.TableName ?? '').toLowerCase(),
    name: input.Name ?? '',
  });
}

function requireFilter({ cloud }: RequestContext, scope: Scope, key: string): FilterRecord {
  const filter = lakeStore(cloud).filters.get(scope, key);
  if (!filter) throw entityNotFound(`Data cells filter ${key} not found`);
  return filter;
}

/** Filters are made by who may grant SELECT on the whole table. */
function isOwner(context: RequestContext, scope: Scope, at: { database: string; table: string }): boolean {
  const resource = { kind: 'table', database: at.database, table: at.table } as const;
  const state = lakeStateOf(context.cloud, scope);
  return mayGrant(state, lakePrincipal(context.caller), { resource, permissions: ['SELECT'] });
}

function requireOwner(context: RequestContext, scope: Scope, at: { database: string; table: string }): void {
  if (!isOwner(context, scope, at)) throw notAuthorizedToGrant();
}

function render(filter: FilterRecord, scope: Scope): DataCellsFilter {
  return {
    TableCatalogId: scope.accountId,
    DatabaseName: filter.database,
    TableName: filter.table,
    Name: filter.name,
    RowFilter: filter.rows === undefined ? { AllRowsWildcard: {} } : { FilterExpression: filter.rows },
    VersionId: filter.versionId,
    ...renderColumns(filter.columns),
  };
}
