import type { Column, Table } from '@aws-sdk/client-glue';
import type { Scope } from '../../cloud/store.ts';
import type { TableRecord } from './store.ts';

export type RenderedTable = {
  readonly scope: Scope;
  /** Names of the columns that the caller may know of; undefined for all. */
  readonly visible?: readonly string[];
  readonly isRegistered: boolean;
};

/** A table as the API shows it: columns that Lake Formation hides are not there. */
export function renderTable(table: TableRecord, { scope, visible, isRegistered }: RenderedTable): Table {
  const { input } = table;
  const shown = visible && new Set(visible);
  const columns = (list: readonly Column[] | undefined) =>
    list?.filter(({ Name }) => shown === undefined || shown.has((Name ?? '').toLowerCase()));
  const isWhole = shown === undefined || (input.StorageDescriptor?.Columns ?? []).length <= shown.size;
  const {
    ViewDefinition: _view,
    StorageDescriptor: storage,
    PartitionKeys: keys,
    Parameters,
    ...plain
  } = input;
  return {
    ...plain,
    Name: table.name,
    DatabaseName: table.database,
    CatalogId: scope.accountId,
    VersionId: String(table.version),
    CreateTime: new Date(table.createdAt),
    UpdateTime: new Date(table.updatedAt),
    CreatedBy: table.createdBy,
    IsRegisteredWithLakeFormation: isRegistered,
    ...(storage && { StorageDescriptor: { ...storage, Columns: [...(columns(storage.Columns) ?? [])] } }),
    ...(keys && { PartitionKeys: [...(columns(keys) ?? [])] }),
    ...(Parameters && { Parameters: isWhole ? Parameters : withoutSchema(Parameters) }),
  };
}

/** Spark writes the whole schema into parameters, which would tell hidden columns. */
function withoutSchema(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([key]) => !key.startsWith('spark.sql.sources.schema')),
  );
}
