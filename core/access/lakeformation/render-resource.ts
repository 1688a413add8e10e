import { assertNever } from '../../errors/invariant.ts';
import type { ColumnSelection, GrantResource, LfTagPair } from './grant.ts';

/** A resource in the form of Lake Formation's API, with mutable lists as the SDK's types want them. */
export function renderApiResource(resource: GrantResource, CatalogId: string) {
  switch (resource.kind) {
    case 'catalog':
      return { Catalog: { Id: CatalogId } };
    case 'database':
      return { Database: { CatalogId, Name: resource.database } };
    case 'table':
      return { Table: { CatalogId, DatabaseName: resource.database, Name: resource.table } };
    case 'all-tables':
      return { Table: { CatalogId, DatabaseName: resource.database, TableWildcard: {} } };
    case 'columns':
      return {
        TableWithColumns: {
          CatalogId,
          DatabaseName: resource.database,
          Name: resource.table,
          ...renderColumns(resource.columns),
        },
      };
    case 'filter':
      return {
        DataCellsFilter: {
          TableCatalogId: CatalogId,
          DatabaseName: resource.database,
          TableName: resource.table,
          Name: resource.filter,
        },
      };
    case 'data-location':
      return { DataLocation: { CatalogId, ResourceArn: resource.location } };
    case 'tag':
      return { LFTag: { CatalogId, ...renderPair(resource.tag) } };
    case 'tag-policy':
      return {
        LFTagPolicy: {
          CatalogId,
          ResourceType: resource.on,
          Expression: resource.expression.map(renderPair),
        },
      };
    default:
      return assertNever(resource);
  }
}

/** Column names, or the wildcard with what it leaves out. */
export function renderColumns({ kind, names }: ColumnSelection) {
  return kind === 'only'
    ? { ColumnNames: [...names] }
    : { ColumnWildcard: { ExcludedColumnNames: [...names] } };
}

function renderPair({ key, values }: LfTagPair) {
  return { TagKey: key, TagValues: [...values] };
}
