import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { lakePrincipal } from '../lakeformation/lake-state-of.ts';
import { lakeStore } from '../lakeformation/store.ts';
import { catalogScope, databasePlace } from './catalog.ts';
import { glueStore } from './store.ts';

/** What a Glue call is about; a table needs permission on its database and its catalog too. */
export type CatalogTarget = {
  readonly CatalogId?: string | undefined;
  readonly database?: string | undefined;
  /** `*` for all tables of the database. */
  readonly table?: string | undefined;
};

/** What IAM must allow for a Glue call; a read through a resource link, on the link and on its target. */
export function catalogRequests(
  action: string,
  context: RequestContext,
  target: CatalogTarget,
): readonly AuthorizationRequest[] {
  const scope = catalogScope(context, target.CatalogId);
  const database = target.database?.toLowerCase();
  const own = requestsAt(action, context, { scope, database, table: target.table?.toLowerCase() });
  const isRead = action.startsWith('Get');
  if (!isRead || database === undefined || target.table === undefined) return own;
  const place = databasePlace(context.cloud, scope, database);
  if (place.scope.accountId === scope.accountId && place.database === database) return own;
  const linked = { scope: place.scope, database: place.database, table: target.table.toLowerCase() };
  return [...own, ...requestsAt(action, context, linked)];
}

function requestsAt(
  action: string,
  context: RequestContext,
  at: { readonly scope: Scope; readonly database: string | undefined; readonly table: string | undefined },
): readonly AuthorizationRequest[] {
  const { accountId, region } = at.scope;
  const base = `arn:aws:glue:${region}:${accountId}`;
  const resources = [
    `${base}:catalog`,
    ...(at.database === undefined ? [] : [`${base}:database/${at.database}`]),
    ...(at.database === undefined || at.table === undefined
      ? []
      : [`${base}:table/${at.database}/${at.table}`]),
  ];
  const owner = ownerOf(context, at.scope);
  return resources.map((resource) => ({ action: `glue:${action}`, resource, ...owner }));
}

/**
 * Lake Formation shares with other accounts through RAM, which is the resource's side of the decision: a caller
 * with a grant in the catalog needs only its own policies. Others need the catalog's resource policy.
 */
function ownerOf(
  { cloud, caller }: RequestContext,
  scope: Scope,
): Pick<AuthorizationRequest, 'resourceAccount' | 'resourcePolicy'> {
  const isForeign = scope.accountId !== caller.accountId;
  const isShared = isForeign && lakeStore(cloud).grants.list(scope, `${lakePrincipal(caller)}|`).length > 0;
  const policy = glueStore(cloud).policies.get(scope, 'policy');
  return {
    resourceAccount: isShared ? caller.accountId : scope.accountId,
    ...(policy !== undefined && { resourcePolicy: policy.text }),
  };
}
