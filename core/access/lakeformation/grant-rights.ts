import type { Grant, GrantResource, Permission } from './grant.ts';
import { resourceKey } from './grant.ts';
import type { LakeState } from './lake-state.ts';
import { isAdmin } from './permissions.ts';

/**
 * Whether a principal may grant or revoke exactly these permissions: an administrator, the creator of the object,
 * or who holds each of them with the grant option.
 */
export function mayGrant(
  state: LakeState,
  grantor: string,
  wanted: { readonly resource: GrantResource; readonly permissions: readonly Permission[] },
): boolean {
  if (isAdmin(state, grantor) || isCreator(state, grantor, wanted.resource)) return true;
  const held = state.grantsOf(grantor);
  return wanted.permissions.every((permission) =>
    held.some((grant) => covers(grant, wanted.resource) && hasOption(grant, permission)),
  );
}

const hasOption = (grant: Grant, permission: Permission): boolean =>
  grant.grantable.includes(permission) || grant.grantable.includes('ALL');

function isCreator(state: LakeState, grantor: string, resource: GrantResource): boolean {
  switch (resource.kind) {
    case 'database':
      return state.creatorOf({ database: resource.database }) === grantor;
    case 'table':
    case 'columns':
    case 'filter':
      return state.creatorOf({ database: resource.database, table: resource.table }) === grantor;
    default:
      return false;
  }
}

/** A grant on a whole table covers its columns and filters, one on all tables covers each. */
function covers(grant: Grant, resource: GrantResource): boolean {
  if (resourceKey(grant.resource) === resourceKey(resource)) return isAtLeast(grant.resource, resource);
  const isOfTable = resource.kind === 'table' || resource.kind === 'columns' || resource.kind === 'filter';
  if (!isOfTable) return false;
  if (grant.resource.kind === 'all-tables') return grant.resource.database === resource.database;
  return (
    grant.resource.kind === 'table' &&
    grant.resource.database === resource.database &&
    grant.resource.table === resource.table
  );
}

function isAtLeast(held: GrantResource, wanted: GrantResource): boolean {
  if (held.kind !== 'columns' || wanted.kind !== 'columns') return true;
  const heldNames = held.columns.names;
  if (wanted.columns.kind === 'except') {
    const left = wanted.columns.names;
    return held.columns.kind === 'except' && heldNames.every((name) => left.includes(name));
  }
  const isOnly = held.columns.kind === 'only';
  return wanted.columns.names.every((name) => heldNames.includes(name) === isOnly);
}
