import type { Grant, Permission } from './grant.ts';
import { type HeldGrants, heldGrants, type LakeView } from './held-grants.ts';
import type { LakeState, LakeTable } from './lake-state.ts';
import { databaseTags, matchesExpression, matchingColumns, tableTags } from './lf-tags.ts';

export function isAdmin(state: LakeState, principal: string): boolean {
  return state.admins.includes(principal);
}

/** Whoever administers, if only to look, sees all of the catalog. */
export function describesAll(state: LakeState, principal: string): boolean {
  return isAdmin(state, principal) || (state.readOnlyAdmins?.includes(principal) ?? false);
}

/** Permissions on the catalog itself; an administrator may create databases and tags. */
export function catalogPermissions(state: LakeState, principal: string): ReadonlySet<Permission> {
  const granted = heldGrants(state, principal).own.filter(({ resource }) => resource.kind === 'catalog');
  const implicit: readonly Permission[] = isAdmin(state, principal)
    ? ['CREATE_DATABASE', 'CREATE_LF_TAG', 'DESCRIBE']
    : describesAll(state, principal)
      ? ['DESCRIBE']
      : [];
  return new Set([...implicit, ...granted.flatMap(({ permissions }) => permissions)]);
}

const DATABASE_PERMISSIONS: readonly Permission[] = ['ALL', 'ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP'];
const TABLE_PERMISSIONS: readonly Permission[] = [
  'ALL',
  'ALTER',
  'DELETE',
  'DESCRIBE',
  'DROP',
  'INSERT',
  'SELECT',
];

export function databasePermissions(
  state: LakeState,
  principal: string,
  database: string,
  view: LakeView = {},
): ReadonlySet<Permission> {
  const held = new Set<Permission>();
  if (describesAll(state, principal)) held.add('DESCRIBE');
  if (state.creatorOf({ database }) === principal) for (const one of DATABASE_PERMISSIONS) held.add(one);
  const grants = heldGrants(state, principal, { ...view, object: { database } });
  const isOwn = principal.split(':')[4] === state.catalogId;
  const of = (grant: Grant) => onDatabase(state, grant, { database, isOwn });
  const granted = permissionsBy(grants, of, DATABASE_PERMISSIONS);
  for (const permission of granted) held.add(permission);
  return expanded(held, DATABASE_PERMISSIONS);
}

function onDatabase(
  state: LakeState,
  grant: Grant,
  { database, isOwn }: { readonly database: string; readonly isOwn: boolean },
): readonly Permission[] {
  const { resource, permissions } = grant;
  switch (resource.kind) {
    case 'database':
      return resource.database === database ? permissions : [];
    case 'all-tables':
      // Who may use all tables may see the database, but not from another account.
      return resource.database === database && isOwn ? ['DESCRIBE'] : [];
    case 'tag-policy':
      return resource.on === 'DATABASE' &&
        matchesExpression(databaseTags(state, database), resource.expression)
        ? permissions
        : [];
    default:
      return [];
  }
}

/** Permissions on a table as a whole; SELECT on some columns or rows counts as DESCRIBE here. */
export function tablePermissions(
  state: LakeState,
  principal: string,
  table: LakeTable,
  view: LakeView = {},
): ReadonlySet<Permission> {
  const held = new Set<Permission>();
  const object = { database: table.database, table: table.name };
  if (describesAll(state, principal)) held.add('DESCRIBE');
  if (state.creatorOf(object) === principal) held.add('ALL');
  const grants = heldGrants(state, principal, { ...view, object });
  const granted = permissionsBy(grants, (grant) => onTable(state, grant, table), TABLE_PERMISSIONS);
  for (const permission of granted) held.add(permission);
  // Who may do anything to a table may see that it is there.
  if (held.size > 0) held.add('DESCRIBE');
  return expanded(held, TABLE_PERMISSIONS);
}

function onTable(state: LakeState, grant: Grant, table: LakeTable): readonly Permission[] {
  const { resource, permissions } = grant;
  switch (resource.kind) {
    case 'table':
      return isOn(resource, table) ? permissions : [];
    case 'all-tables':
      return resource.database === table.database ? permissions : [];
    case 'columns':
      if (!isOn(resource, table)) return [];
      return resource.columns.kind === 'except' && resource.columns.names.length === 0
        ? permissions
        : ['DESCRIBE'];
    case 'filter':
      return isOn(resource, table) ? ['DESCRIBE'] : [];
    case 'tag-policy':
      return resource.on === 'TABLE' ? onTagged(state, grant, resource.expression, table) : [];
    default:
      return [];
  }
}

const isOn = (resource: { readonly database: string; readonly table: string }, table: LakeTable): boolean =>
  resource.database === table.database && resource.table === table.name;

/** Where only some columns match, all that remains for the table as a whole is DESCRIBE. */
function onTagged(
  state: LakeState,
  grant: Grant,
  expression: Parameters<typeof matchesExpression>[1],
  table: LakeTable,
): readonly Permission[] {
  const matching = matchingColumns(state, table, expression);
  if (table.columns.length === 0) {
    return matchesExpression(tableTags(state, table), expression) ? grant.permissions : [];
  }
  if (matching.length === table.columns.length) return grant.permissions;
  return matching.length > 0 ? ['DESCRIBE'] : [];
}

/** Of grants to the principal's account only that counts which it was also handed on. */
function permissionsBy(
  { own, shared }: HeldGrants,
  of: (grant: Grant) => readonly Permission[],
  all: readonly Permission[],
): readonly Permission[] {
  const held = own.flatMap(of);
  if (!shared) return held;
  const ofAccount = expanded(new Set(shared.grants.flatMap(of)), all);
  if (shared.onward === 'all') return [...held, ...ofAccount];
  const onward = expanded(new Set(shared.onward.flatMap(of)), all);
  return [...held, ...[...ofAccount].filter((permission) => onward.has(permission))];
}

function expanded(held: ReadonlySet<Permission>, all: readonly Permission[]): ReadonlySet<Permission> {
  return held.has('ALL') ? new Set([...held, ...all]) : held;
}

/** DATA_LOCATION_ACCESS covers a location and what is below it. */
export function hasLocation(state: LakeState, principal: string, locationArn: string): boolean {
  if (isAdmin(state, principal)) return true;
  return heldGrants(state, principal).own.some(
    ({ resource, permissions }) =>
      resource.kind === 'data-location' &&
      permissions.includes('DATA_LOCATION_ACCESS') &&
      isWithin(locationArn, resource.location),
  );
}

/** Whether a location is another one, or below it: `a/bc` is not below `a/b`. */
export function isWithin(location: string, prefix: string): boolean {
  const base = prefix.replace(/\/+$/, '');
  return location === base || location.startsWith(`${base}/`);
}
