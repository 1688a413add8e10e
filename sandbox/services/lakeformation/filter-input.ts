import type { DataCellsFilter as ApiFilter } from '@aws-sdk/client-lakeformation';
import { checkRowFilter } from '../../../core/access/lakeformation/check-row-filter.ts';
import type { ColumnSelection, DataCellsFilter } from '../../../core/access/lakeformation/grant.ts';
import { parseRowFilter } from '../../../core/access/lakeformation/parse-row-filter.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import type { TableRecord } from '../glue/store.ts';
import { checkColumns, requireLakeTable } from './granted-object.ts';
import { invalidInput } from './lake-error.ts';

/** Reads a data cells filter and checks it against its table, as Lake Formation does when it is put. */
export function parseFilter(cloud: Cloud, scope: Scope, data: ApiFilter | undefined): DataCellsFilter {
  const database = (data?.DatabaseName ?? '').toLowerCase();
  const table = requireLakeTable(cloud, scope, { database, table: (data?.TableName ?? '').toLowerCase() });
  if (table.input.TargetTable || table.input.TableType === 'VIRTUAL_VIEW') {
    throw invalidInput('data cells filters cannot be put on resource links and views');
  }
  const name = data?.Name ?? '';
  if (!/^[^/|\p{Cc}]{1,255}$/u.test(name)) throw invalidInput(`${JSON.stringify(name)} is not a filter name`);
  const columns = parseColumns(data);
  checkColumns(table, columns.names);
  const rows = parseRows(data?.RowFilter, table);
  return { database, table: table.name, name, columns, ...(rows !== undefined && { rows }) };
}

function parseColumns(data: ApiFilter | undefined): ColumnSelection {
  const { ColumnNames: names = [], ColumnWildcard: wildcard } = data ?? {};
  if (names.length > 0 && wildcard) throw invalidInput('give ColumnNames or a ColumnWildcard, not both');
  if (names.length > 0) return { kind: 'only', names: names.map((name) => name.toLowerCase()) };
  if (!wildcard) throw invalidInput('give ColumnNames or a ColumnWildcard');
  return { kind: 'except', names: (wildcard.ExcludedColumnNames ?? []).map((name) => name.toLowerCase()) };
}

function parseRows(filter: ApiFilter['RowFilter'], table: TableRecord): string | undefined {
  const text = filter?.FilterExpression;
  if (filter?.AllRowsWildcard) {
    if (text !== undefined) throw invalidInput('give a FilterExpression or the AllRowsWildcard, not both');
    return undefined;
  }
  if (text === undefined) throw invalidInput('RowFilter needs a FilterExpression or the AllRowsWildcard');
  const parsed = parseRowFilter(text);
  if (parsed.kind === 'refused') {
    throw invalidInput(`Invalid FilterExpression, at ${parsed.at}: ${parsed.message}`);
  }
  const typed = (columns: readonly { Name?: string | undefined; Type?: string | undefined }[] | undefined) =>
    (columns ?? []).map(({ Name, Type }) => ({ name: Name ?? '', type: Type ?? '' }));
  const [problem] = checkRowFilter(parsed.predicate, {
    columns: typed(table.input.StorageDescriptor?.Columns),
    partitionKeys: typed(table.input.PartitionKeys),
  });
  if (problem !== undefined) throw invalidInput(`Invalid FilterExpression: ${problem}`);
  return text;
}
