import { type Grant, type GrantResource, resourceKey } from '../../../core/access/lakeformation/grant.ts';
import { mayGrant } from '../../../core/access/lakeformation/grant-rights.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { checkGrant, type GrantEntry, parseEntry, permissionsOn } from './grant-entry.ts';
import { invalidInput, notAuthorizedToGrant } from './lake-error.ts';
import { lakePrincipal, lakeStateOf } from './lake-state-of.ts';
import { lakeStore } from './store.ts';

const FILTERS_PER_PRINCIPAL_MAX = 100;
const EXPRESSIONS_PER_PRINCIPAL_MAX = 50;

export function grantEntry(context: RequestContext, entry: GrantEntry, catalogId: string | undefined): void {
  const scope = scopeOf(context);
  const grant = parseEntry(context, entry, catalogId);
  requireGrantor(context, scope, grant);
  checkGrant(context.cloud, scope, grant);
  const { grants } = lakeStore(context.cloud);
  const held = grants.get(scope, keyOf(grant));
  checkCollision(context, scope, grant);
  if (!held) checkCounts(context, scope, grant);
  grants.put(scope, keyOf(grant), held ? union(held, grant) : grant);
}

export function revokeEntry(context: RequestContext, entry: GrantEntry, catalogId: string | undefined): void {
  const scope = scopeOf(context);
  const grant = parseEntry(context, entry, catalogId);
  requireGrantor(context, scope, grant);
  const { grants } = lakeStore(context.cloud);
  const held = grants.get(scope, keyOf(grant));
  const left = held && difference(held, grant);
  if (!left) {
    throw invalidInput(`No permissions revoked. Grantee does not have: [${grant.permissions.join(', ')}]`);
  }
  if (left.permissions.length === 0) grants.delete(scope, keyOf(grant));
  else grants.put(scope, keyOf(grant), left);
}

const scopeOf = ({ accountId, region }: RequestContext): Scope => ({ accountId, region });

const keyOf = ({ principal, resource }: Grant): string => `${principal}|${resourceKey(resource)}`;

function requireGrantor(context: RequestContext, scope: Scope, grant: Grant): void {
  const state = lakeStateOf(context.cloud, scope);
  if (!mayGrant(state, lakePrincipal(context.caller), grant)) throw notAuthorizedToGrant();
}

/** SELECT on a table and SELECT on some of its columns exclude each other, as do the two column forms. */
function checkCollision({ cloud }: RequestContext, scope: Scope, grant: Grant): void {
  const { principal, resource, permissions } = grant;
  const held = lakeStore(cloud)
    .grants.list(scope, `${principal}|`)
    .map(([, one]) => one);
  const collides = held.some((one) => {
    if (resource.kind === 'columns') {
      if (one.resource.kind === 'columns')
        return sameTable(one.resource, resource) && !mergeable(one.resource, resource);
      return one.resource.kind === 'table' && sameTable(one.resource, resource) && selects(one);
    }
    if (resource.kind !== 'table' || !selects({ permissions })) return false;
    return one.resource.kind === 'columns' && sameTable(one.resource, resource);
  });
  if (!collides) return;
  throw invalidInput(
    'Permissions modification is invalid: the principal holds SELECT on the table or on other columns of it; revoke that first',
  );
}

type OfTable = { readonly database: string; readonly table: string };

const sameTable = (a: OfTable, b: OfTable): boolean => a.database === b.database && a.table === b.table;

const selects = ({ permissions }: Pick<Grant, 'permissions'>): boolean =>
  permissions.includes('SELECT') || permissions.includes('ALL');

/** Lists of columns add up; what a wildcard leaves out must be the same. */
function mergeable(
  a: GrantResource & { readonly kind: 'columns' },
  b: GrantResource & { readonly kind: 'columns' },
): boolean {
  if (a.columns.kind !== b.columns.kind) return false;
  return a.columns.kind === 'only' || isSameSet(a.columns.names, b.columns.names);
}

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

function checkCounts({ cloud }: RequestContext, scope: Scope, { principal, resource }: Grant): void {
  const held = lakeStore(cloud)
    .grants.list(scope, `${principal}|`)
    .map(([, one]) => one.resource);
  if (resource.kind === 'filter') {
    const count = held.filter((one) => one.kind === 'filter' && sameTable(one, resource)).length;
    if (count >= FILTERS_PER_PRINCIPAL_MAX) {
      throw invalidInput(`a principal may hold ${FILTERS_PER_PRINCIPAL_MAX} data cells filters on one table`);
    }
  }
  const expressions = held.filter(({ kind }) => kind === 'tag-policy').length;
  if (resource.kind === 'tag-policy' && expressions >= EXPRESSIONS_PER_PRINCIPAL_MAX) {
    throw invalidInput(`a principal may hold ${EXPRESSIONS_PER_PRINCIPAL_MAX} LF-Tag expressions`);
  }
}

function union(held: Grant, added: Grant): Grant {
  return {
    principal: held.principal,
    resource: withNames(held.resource, (names) => [...names, ...namesOf(added.resource)]),
    permissions: [...new Set([...held.permissions, ...added.permissions])],
    grantable: [...new Set([...held.grantable, ...added.grantable])],
  };
}

/** What is left of a grant; undefined where the principal does not hold what is revoked. */
function difference(held: Grant, revoked: Grant): Grant | undefined {
  if (held.resource.kind === 'columns' && revoked.resource.kind === 'columns') {
    return columnsLeft(held, held.resource, revoked.resource);
  }
  const hasAll = held.permissions.includes('ALL');
  const expanded =
    hasAll && !revoked.permissions.includes('ALL')
      ? permissionsOn(held.resource).filter((one) => one !== 'ALL')
      : held.permissions;
  if (!revoked.permissions.every((one) => expanded.includes(one))) return undefined;
  if (!revoked.grantable.every((one) => held.grantable.includes(one))) return undefined;
  const permissions = expanded.filter((one) => !revoked.permissions.includes(one));
  const grantable = held.grantable.filter(
    (one) => permissions.includes(one) && !revoked.grantable.includes(one),
  );
  return { ...held, permissions, grantable };
}

function columnsLeft(
  held: Grant,
  from: GrantResource & { readonly kind: 'columns' },
  revoked: GrantResource & { readonly kind: 'columns' },
): Grant | undefined {
  if (from.columns.kind !== revoked.columns.kind) return undefined;
  const gone = revoked.columns.names;
  if (from.columns.kind === 'except') {
    return isSameSet(from.columns.names, gone) ? { ...held, permissions: [], grantable: [] } : undefined;
  }
  if (!gone.every((name) => from.columns.names.includes(name))) return undefined;
  const names = from.columns.names.filter((name) => !gone.includes(name));
  if (names.length === 0) return { ...held, permissions: [], grantable: [] };
  return { ...held, resource: withNames(from, () => names) };
}

const namesOf = (resource: GrantResource): readonly string[] =>
  resource.kind === 'columns' ? resource.columns.names : [];

function withNames(
  resource: GrantResource,
  change: (names: readonly string[]) => readonly string[],
): GrantResource {
  if (resource.kind !== 'columns' || resource.columns.kind === 'except') return resource;
  const names = [...new Set(change(resource.columns.names))];
  return { ...resource, columns: { kind: 'only', names } };
}
