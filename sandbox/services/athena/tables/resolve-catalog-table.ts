import type {
  Database as GlueDatabase,
  GetDatabaseResponse,
  GetTableResponse,
  Table,
} from '@aws-sdk/client-glue';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Caller } from '../../../cloud/caller.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import type { TableReference } from '../dialect/resolve-tables.ts';
import {
  insufficientLakeFormation,
  insufficientPermissions,
  notOffered,
  QueryFailure,
  tableNotFound,
} from '../query-failure.ts';

/** A table as the caller's own catalog, or the one that it links to, has it. */
export type CatalogTable = { readonly catalogId: string; readonly table: Table };

const CATALOG = 'awsdatacatalog';

/** Looks a table up with the caller's rights; `position` is where the statement names it. */
export async function resolveCatalogTable(
  cloud: Cloud,
  caller: Caller,
  reference: Pick<TableReference, 'catalog' | 'database' | 'table'>,
  position: string,
): Promise<CatalogTable> {
  const catalog = reference.catalog ?? CATALOG;
  if (catalog !== CATALOG) {
    throw new QueryFailure(`CATALOG_NOT_FOUND: ${position}: Catalog '${catalog}' does not exist`);
  }
  const database = await getDatabase(cloud, caller, reference.database, position);
  const link = database.TargetDatabase;
  const at: TableAddress = {
    CatalogId: link?.CatalogId ?? caller.accountId,
    DatabaseName: link?.DatabaseName ?? reference.database,
    Name: reference.table,
  };
  const missing = tableNotFound(position, `${CATALOG}.${reference.database}.${reference.table}`);
  const table = await getTable(cloud, caller, at, missing);
  const target = table.TargetTable;
  if (target === undefined) return { catalogId: at.CatalogId, table };
  const linked: TableAddress = {
    CatalogId: target.CatalogId ?? at.CatalogId,
    DatabaseName: target.DatabaseName ?? at.DatabaseName,
    Name: target.Name ?? at.Name,
  };
  const behind = await getTable(cloud, caller, linked, missing);
  if (behind.TargetTable !== undefined) throw notOffered('resource links to resource links');
  return { catalogId: linked.CatalogId, table: behind };
}

/** A database of the caller's own catalog. */
export async function getDatabase(
  cloud: Cloud,
  caller: Caller,
  name: string,
  position: string,
): Promise<GlueDatabase> {
  const missing = new QueryFailure(`SCHEMA_NOT_FOUND: ${position}: Schema '${name}' does not exist`);
  const answer = await callGlue<GetDatabaseResponse>(
    { cloud, caller },
    'GetDatabase',
    { Name: name },
    { missing, on: name },
  );
  if (answer.Database === undefined) throw missing;
  return answer.Database;
}

type TableAddress = { readonly CatalogId: string; readonly DatabaseName: string; readonly Name: string };

async function getTable(
  cloud: Cloud,
  caller: Caller,
  at: TableAddress,
  missing: QueryFailure,
): Promise<Table> {
  const on = `${at.DatabaseName}.${at.Name}`;
  const answer = await callGlue<GetTableResponse>({ cloud, caller }, 'GetTable', at, { missing, on });
  if (answer.Table === undefined) throw missing;
  return { ...answer.Table, DatabaseName: answer.Table.DatabaseName ?? at.DatabaseName };
}

/** One call of Glue as the caller; its errors become the query's. */
export async function callGlue<Output>(
  { cloud, caller }: { readonly cloud: Cloud; readonly caller: Caller },
  name: string,
  input: unknown,
  failure: { readonly missing: QueryFailure; readonly on: string },
): Promise<Output> {
  try {
    // The operation is defined by the SDK's own types.
    return (await cloud.dispatch(caller, 'glue', name, input)) as Output;
  } catch (error) {
    throw error instanceof AwsError ? translate(error, failure) : error;
  }
}

function translate(error: AwsError, failure: { readonly missing: QueryFailure; readonly on: string }): Error {
  // A name that Glue could not hold is a name that does not exist.
  if (['EntityNotFoundException', 'InvalidInputException'].includes(error.code)) return failure.missing;
  if (!error.code.startsWith('AccessDenied')) return error;
  return error.message.includes('Lake Formation permission')
    ? insufficientLakeFormation(failure.on)
    : insufficientPermissions(error.message);
}
