import type { CatalogObject, LakeState } from '../../../core/access/lakeformation/lake-state.ts';
import type { Caller } from '../../cloud/caller.ts';
import { callerArn } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { glueStore, tableKey } from '../glue/store.ts';
import { lakeSettings, lakeStore } from './store.ts';

/** What Lake Formation knows of an account's catalog, read when the evaluator asks. */
export function lakeStateOf(cloud: Cloud, scope: Scope): LakeState {
  const lake = lakeStore(cloud);
  const glue = glueStore(cloud);
  return {
    catalogId: scope.accountId,
    admins: lakeSettings(cloud, scope).admins,
    readOnlyAdmins: lakeSettings(cloud, scope).readOnlyAdmins,
    grantsOf: (principal) => lake.grants.list(scope, `${principal}|`).map(([, grant]) => grant),
    filterOf: (database, table, name) => lake.filters.get(scope, `${database}/${table}/${name}`),
    tagsOf: (object) => lake.assigned.get(scope, objectKey(object)) ?? {},
    creatorOf: ({ database, table }) =>
      table === undefined
        ? glue.databases.get(scope, database)?.creator
        : glue.tables.get(scope, tableKey(database, table))?.creator,
  };
}

/** Where the tags of an object are kept. */
export function objectKey({ database, table, column }: CatalogObject): string {
  if (table === undefined) return `database/${database}`;
  return column === undefined ? `table/${database}/${table}` : `column/${database}/${table}/${column}`;
}

/** A caller as Lake Formation's principal: the role itself, whatever its session. */
export function lakePrincipal(caller: Caller): string {
  return caller.principal.kind === 'role' ? caller.principal.arn : callerArn(caller);
}
