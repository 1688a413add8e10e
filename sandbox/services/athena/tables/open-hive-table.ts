import type { Table } from '@aws-sdk/client-glue';
import type { Cloud } from '../../../cloud/cloud.ts';
import { notOffered } from '../query-failure.ts';
import { duckdbType } from './hive-type.ts';
import { listFiles } from './list-files.ts';
import { selectNothing, selectParquet } from './select-parquet.ts';
import { selectDelimited, selectJson } from './select-text.ts';
import type { SourceColumn, TableSource } from './table-source.ts';

/** An external table over the objects of an S3 prefix. */
export function openHiveTable(cloud: Cloud, table: Table): TableSource {
  const name = `${table.DatabaseName}.${table.Name}`;
  if ((table.PartitionKeys ?? []).length > 0) throw notOffered(`partitioned Hive tables (${name})`);
  if (table.TableType === 'VIRTUAL_VIEW') throw notOffered(`views (${name})`);
  const columns = (table.StorageDescriptor?.Columns ?? []).map(
    (column): SourceColumn => ({
      name: (column.Name ?? '').toLowerCase(),
      type: duckdbType(column.Type ?? 'string'),
    }),
  );
  const files = listFiles(cloud, table.StorageDescriptor?.Location ?? '');
  const serde = table.StorageDescriptor?.SerdeInfo ?? {};
  const text = { files, all: columns, serde, parameters: table.Parameters ?? {} };
  const library = serde.SerializationLibrary ?? '';
  const source = (select: TableSource['select']): TableSource => ({ columns, files, select });
  if (library.endsWith('ParquetHiveSerDe')) {
    return source((database, selection) => selectParquet(database, { files, ...selection }));
  }
  const select = textFormat(library);
  if (select === undefined) throw notOffered(`tables of the SerDe "${library}" (${name})`);
  return source(async (_, selection) =>
    files.length === 0 ? selectNothing(selection.columns) : select(text, selection),
  );
}

function textFormat(library: string): typeof selectDelimited | undefined {
  if (library.endsWith('OpenCSVSerde') || library.endsWith('LazySimpleSerDe')) return selectDelimited;
  return library.endsWith('JsonSerDe') ? selectJson : undefined;
}
