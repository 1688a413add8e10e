import { AwsError } from '../../../cloud/aws-error.ts';
import type { Caller } from '../../../cloud/caller.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { readUnfiltered } from '../../glue/read-table.ts';
import type { AthenaAccess } from '../access.ts';
import type { TableReference } from '../dialect/resolve-tables.ts';
import { insufficientLakeFormation, insufficientPermissions, notOffered } from '../query-failure.ts';
import { isIceberg, openIcebergTable } from './open-iceberg-table.ts';
import { openHiveTable } from './open-hive-table.ts';
import { resolveCatalogTable } from './resolve-catalog-table.ts';
import type { Allowed } from './secure-table.ts';
import type { TableSource } from './table-source.ts';

export type OpenedTable = {
  readonly reference: TableReference;
  readonly source: TableSource;
  readonly access: Allowed;
};

export type OpenContext = { readonly cloud: Cloud; readonly caller: Caller; readonly access: AthenaAccess };

/** A table that a query names, with what the caller may read of it: every right is checked before data is touched. */
export async function openReference(
  { cloud, caller, access }: OpenContext,
  reference: TableReference,
  position: string,
): Promise<OpenedTable> {
  const { catalogId, table } = await resolveCatalogTable(cloud, caller, reference, position);
  const name = `${reference.database}.${reference.table}`;
  const decision = access.resolve(cloud, caller, {
    catalogId,
    database: table.DatabaseName ?? reference.database,
    table: table.Name ?? reference.table,
  });
  if (decision.kind === 'denied') throw insufficientLakeFormation(name);
  if (decision.columns.length === 0) throw insufficientLakeFormation(name);
  // Filters may look at columns that the caller may not.
  const whole = readUnfiltered(
    cloud,
    { accountId: catalogId, region: caller.region },
    {
      database: table.DatabaseName ?? reference.database,
      table: table.Name ?? reference.table,
    },
  );
  authorizeRead(() => access.authorizeRead(cloud, caller, table.StorageDescriptor?.Location ?? ''));
  if (isIceberg(table)) {
    return { reference, access: decision, source: await openIcebergTable(cloud, whole, reference.version) };
  }
  if (reference.version.kind !== 'current')
    throw notOffered(`time travel on ${name}, which is not an Iceberg table`);
  return { reference, access: decision, source: openHiveTable(cloud, whole) };
}

function authorizeRead(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof AwsError ? insufficientPermissions(error.message) : error;
  }
}
