import type { GetDatabasesResponse, GetTablesResponse, Table } from '@aws-sdk/client-glue';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { QueryFailure } from './query-failure.ts';
import { textColumn } from './results/column-info.ts';
import type { Statement, TableName } from './statement.ts';
import type { QueryResult } from './store.ts';
import { callGlue, getDatabase, resolveCatalogTable } from './tables/resolve-catalog-table.ts';

export type MetadataAnswer = { readonly columns: QueryResult['columns']; readonly lines: readonly string[] };

type MetadataStatement = Extract<
  Statement,
  { kind: 'show-databases' | 'show-tables' | 'show-columns' | 'describe' }
>;

type Session = { readonly cloud: Cloud; readonly caller: Caller; readonly database?: string };

const PAGES_MAX = 100;

/** SHOW and DESCRIBE, answered from the catalog as the caller sees it. */
export async function runMetadata(session: Session, statement: MetadataStatement): Promise<MetadataAnswer> {
  switch (statement.kind) {
    case 'show-databases':
      return names('database_name', await listDatabases(session), statement.pattern);
    case 'show-tables':
      return names('tab_name', await listTables(session, statement.database), statement.pattern);
    case 'show-columns':
      return names(
        'field',
        columnsOf(await findTable(session, statement.table)).map(({ name }) => name),
      );
    case 'describe':
      return describe(await findTable(session, statement.table));
  }
}

function names(column: string, lines: readonly string[], pattern?: string): MetadataAnswer {
  const wanted = pattern === undefined ? lines : lines.filter((line) => matches(line, pattern));
  return { columns: [textColumn(column)], lines: [...wanted].sort() };
}

/** Hive's patterns: `*` any text, `|` alternatives. */
function matches(name: string, pattern: string): boolean {
  const escaped = pattern.toLowerCase().replaceAll(/[.+?^${}()[\]\\]/g, '\\$&');
  return new RegExp(`^(?:${escaped.replaceAll('*', '.*')})$`).test(name);
}

async function listDatabases(session: Session): Promise<readonly string[]> {
  const found: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const input = token === undefined ? {} : { NextToken: token };
    const answer: GetDatabasesResponse = await callGlue(
      session,
      'GetDatabases',
      input,
      unavailable('the catalog'),
    );
    found.push(...(answer.DatabaseList ?? []).map(({ Name }) => Name ?? ''));
    token = answer.NextToken;
    if (token === undefined) break;
  }
  return found;
}

async function listTables(session: Session, named: string | undefined): Promise<readonly string[]> {
  const { cloud, caller } = session;
  const name = named ?? session.database ?? 'default';
  const { TargetDatabase: link } = await getDatabase(cloud, caller, name, 'line 1:1');
  const at = { CatalogId: link?.CatalogId ?? caller.accountId, DatabaseName: link?.DatabaseName ?? name };
  const found: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const input = { ...at, ...(token !== undefined && { NextToken: token }) };
    const answer: GetTablesResponse = await callGlue(session, 'GetTables', input, unavailable(name));
    found.push(...(answer.TableList ?? []).map(({ Name }) => Name ?? ''));
    token = answer.NextToken;
    if (token === undefined) break;
  }
  return found;
}

function unavailable(on: string): { readonly missing: QueryFailure; readonly on: string } {
  return { missing: new QueryFailure(`SCHEMA_NOT_FOUND: line 1:1: Schema '${on}' does not exist`), on };
}

async function findTable(session: Session, name: TableName): Promise<Table> {
  const database = name.database ?? session.database ?? 'default';
  const reference = { database, table: name.table };
  return (await resolveCatalogTable(session.cloud, session.caller, reference, 'line 1:1')).table;
}

type NamedColumn = { readonly name: string; readonly type: string; readonly comment: string };

/** Glue answers with the columns that the caller may read, and no others. */
function columnsOf(table: Table): readonly NamedColumn[] {
  return [...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])].map((column) => ({
    name: column.Name ?? '',
    type: column.Type ?? '',
    comment: column.Comment ?? '',
  }));
}

const WIDTH = 20;

/** One text for each column, its parts padded and divided by tabs, as Athena's DESCRIBE. */
function describe(table: Table): MetadataAnswer {
  const lines = columnsOf(table).map((column) =>
    [column.name, column.type, column.comment].map((part) => part.padEnd(WIDTH)).join('\t'),
  );
  return { columns: ['col_name', 'data_type', 'comment'].map(textColumn), lines };
}
