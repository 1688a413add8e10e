import { tableAccess } from '../../../core/access/lakeformation/evaluate-table.ts';
import type { TableAccess } from '../../../core/access/lakeformation/table-access.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { lakeTableOf } from '../glue/catalog.ts';
import { findThroughLinks } from '../glue/read-table.ts';
import { lakePrincipal, lakeStateOf } from './lake-state-of.ts';

export type TableName = {
  readonly catalogId: string;
  readonly database: string;
  readonly table: string;
};

/** What a caller may read of a table, through the resource links on the way; throws where there is no table. */
export function resolveTableAccess(cloud: Cloud, caller: Caller, name: TableName): TableAccess {
  const principal = lakePrincipal(caller);
  const scope = { accountId: name.catalogId, region: caller.region };
  try {
    const found = findThroughLinks({ cloud, scope, principal }, name.database, name.table);
    return tableAccess(lakeStateOf(cloud, found.scope), principal, lakeTableOf(found.table));
  } catch (error) {
    // A link that may not be described denies like a table that may not be.
    if (error instanceof AwsError && error.code === 'AccessDeniedException') {
      return { kind: 'denied', required: 'Describe', resource: name.database };
    }
    throw error;
  }
}
