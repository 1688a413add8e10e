import { parseApiResource } from '../../lakeformation/api-resource.ts';
import {
  type DataCellsFilter,
  type Grant,
  type GrantResource,
  PERMISSIONS,
} from '../../lakeformation/grant.ts';
import type { ResolvedResource } from '../resolve-stack.ts';
import type { WorldUnknown } from '../world.ts';
import type { WorldGrant } from '../world-lake.ts';
import type { LiveGrant, LiveLake } from './live-account.ts';
import { NO_STACK } from './live-origins.ts';

type Read = { readonly grants: readonly WorldGrant[]; readonly unknowns: readonly WorldUnknown[] };

/** The grants of a lake; one that is not understood is an unknown. */
export function liveGrants(account: string, lake: LiveLake, resources: readonly ResolvedResource[]): Read {
  const databases = new Map(
    resources
      .filter(({ type }) => type === 'AWS::Glue::Database')
      .map((database) => [database.name, database]),
  );
  const read = lake.grants.map((live): WorldGrant | WorldUnknown => {
    const origin = { stack: `account ${account}`, logicalId: `grant to ${live.principal}` };
    const grant = parsed(live, account);
    if (typeof grant === 'string') return { what: grant, owner: NO_STACK, origin };
    const filter = filterOf(grant.resource, lake.filters);
    const database = 'database' in grant.resource ? databases.get(grant.resource.database) : undefined;
    return { grant, ...(filter && { filter }), owner: database?.owner ?? NO_STACK, origin };
  });
  return {
    grants: read.filter((one): one is WorldGrant => 'grant' in one),
    unknowns: read.filter((one): one is WorldUnknown => 'what' in one),
  };
}

function parsed({ principal, resource, permissions, grantable }: LiveGrant, account: string): Grant | string {
  const on = parseApiResource(resource);
  if (typeof on === 'string') return `a grant to ${principal} is not understood: ${on}`;
  const unknown = permissions.find((name) => !PERMISSIONS.some((one) => one === name));
  if (unknown !== undefined) return `a grant to ${principal} gives ${unknown}, which is not known`;
  if (on.catalogId !== undefined && on.catalogId !== account) {
    return `a grant to ${principal} is on the catalog of ${on.catalogId}`;
  }
  const only = (names: readonly string[]) => PERMISSIONS.filter((one) => names.includes(one));
  return { principal, resource: on.resource, permissions: only(permissions), grantable: only(grantable) };
}

function filterOf(resource: GrantResource, filters: readonly DataCellsFilter[]): DataCellsFilter | undefined {
  if (resource.kind !== 'filter') return undefined;
  return filters.find(
    ({ database, table, name }) =>
      database === resource.database && table === resource.table && name === resource.filter,
  );
}
