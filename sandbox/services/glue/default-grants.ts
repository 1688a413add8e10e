import type { GrantResource, Permission } from '../../../core/access/lakeformation/grant.ts';
import { PERMISSIONS, resourceKey } from '../../../core/access/lakeformation/grant.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { invalidInput } from '../lakeformation/lake-error.ts';
import { type DefaultPermission, lakeStore } from '../lakeformation/store.ts';

type ApiDefault = {
  readonly Principal?: { readonly DataLakePrincipalIdentifier?: string | undefined } | undefined;
  readonly Permissions?: readonly string[] | undefined;
};

/** Default permissions as the API writes them. */
export function parseDefaults(list: readonly ApiDefault[]): readonly DefaultPermission[] {
  return list.map(({ Principal, Permissions = [] }) => {
    const principal = Principal?.DataLakePrincipalIdentifier;
    if (!principal) throw invalidInput('a default permission needs a principal');
    const unknown = Permissions.find((one) => !isPermission(one));
    if (unknown !== undefined) throw invalidInput(`unknown permission ${unknown}`);
    return { principal, permissions: Permissions };
  });
}

/** Grants what a new database or table grants by itself. */
export function grantDefaults(
  cloud: Cloud,
  scope: Scope,
  resource: GrantResource,
  defaults: readonly DefaultPermission[],
): void {
  for (const { principal, permissions } of defaults) {
    const granted = permissions.filter(isPermission);
    const grant = { principal, resource, permissions: granted, grantable: [] };
    if (granted.length > 0)
      lakeStore(cloud).grants.put(scope, `${principal}|${resourceKey(resource)}`, grant);
  }
}

function isPermission(value: string): value is Permission {
  return PERMISSIONS.some((one) => one === value);
}
