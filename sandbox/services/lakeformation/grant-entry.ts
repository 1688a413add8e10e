import { type ApiResource, parseApiResource } from '../../../core/access/lakeformation/api-resource.ts';
import {
  type Grant,
  type GrantResource,
  IAM_ALLOWED_PRINCIPALS,
  PERMISSIONS,
  type Permission,
} from '../../../core/access/lakeformation/grant.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { findRole } from '../iam/roles.ts';
import { checkGrantedObject } from './granted-object.ts';
import { invalidInput, notAuthorizedToGrant } from './lake-error.ts';

/** A grant or revocation as the API writes it. */
export type GrantEntry = {
  readonly Principal?: { readonly DataLakePrincipalIdentifier?: string | undefined } | undefined;
  readonly Resource?: ApiResource | undefined;
  readonly Permissions?: readonly string[] | undefined;
  readonly PermissionsWithGrantOption?: readonly string[] | undefined;
  readonly Condition?: object | undefined;
};

const TABLE: readonly Permission[] = ['ALL', 'ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'];
const DATABASE: readonly Permission[] = ['ALL', 'ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP'];

/** Which permissions a resource takes. */
export function permissionsOn(resource: GrantResource): readonly Permission[] {
  switch (resource.kind) {
    case 'catalog':
      return ['CREATE_DATABASE', 'CREATE_LF_TAG'];
    case 'database':
      return DATABASE;
    case 'table':
    case 'all-tables':
      return TABLE;
    case 'columns':
    case 'filter':
      return ['SELECT'];
    case 'data-location':
      return ['DATA_LOCATION_ACCESS'];
    case 'tag':
      return ['ASSOCIATE', 'DESCRIBE', 'GRANT_WITH_LF_TAG_EXPRESSION', 'ALTER', 'DROP'];
    case 'tag-policy':
      return resource.on === 'DATABASE' ? DATABASE : TABLE;
  }
}

/** Reads an entry for the caller's own catalog, the only one that it may grant on. */
export function parseEntry(context: RequestContext, entry: GrantEntry, catalogId: string | undefined): Grant {
  if (entry.Condition) throw invalidInput('the sandbox does not support conditions on grants');
  const principal = entry.Principal?.DataLakePrincipalIdentifier ?? '';
  const resource = parseResource(context, entry.Resource ?? {}, catalogId);
  const permissions = parsePermissions(entry.Permissions ?? [], resource);
  const grantable = parsePermissions(entry.PermissionsWithGrantOption ?? [], resource);
  return { principal, resource, permissions, grantable };
}

export function parseResource(
  context: RequestContext,
  api: ApiResource,
  catalogId: string | undefined,
): GrantResource {
  const parsed = parseApiResource(api);
  if (typeof parsed === 'string') throw invalidInput(parsed);
  const owner = parsed.catalogId ?? catalogId ?? context.accountId;
  // Permissions on a catalog are its own account's to give; nothing is told about others.
  if (owner !== context.accountId) throw notAuthorizedToGrant();
  return parsed.resource;
}

function parsePermissions(names: readonly string[], resource: GrantResource): readonly Permission[] {
  const allowed = permissionsOn(resource);
  return [...new Set(names)].map((name) => {
    const permission = PERMISSIONS.find((one) => one === name);
    if (permission && allowed.includes(permission)) return permission;
    throw invalidInput(
      `Permission ${name} is not valid for a ${resource.kind} resource; it takes ${allowed.join(', ')}`,
    );
  });
}

/** What a grant must fulfil, and a revocation need not: its principal and its object are there. */
export function checkGrant(cloud: Cloud, scope: Scope, grant: Grant): void {
  const { principal, resource, permissions, grantable } = grant;
  if (permissions.length === 0) throw invalidInput('Permissions must not be empty');
  const extra = grantable.find((permission) => !permissions.includes(permission));
  if (extra) throw invalidInput(`PermissionsWithGrantOption has ${extra}, which Permissions has not`);
  checkPrincipal(cloud, grant);
  const isForeign = principal.split(':')[4] !== scope.accountId && principal !== IAM_ALLOWED_PRINCIPALS;
  if (isForeign && resource.kind === 'database' && permissions.includes('ALL')) {
    throw invalidInput('ALL on a database cannot be granted to another account');
  }
  checkGrantedObject(cloud, scope, resource);
}

function checkPrincipal(cloud: Cloud, { principal, resource }: Grant): void {
  if (principal === IAM_ALLOWED_PRINCIPALS) {
    if (resource.kind === 'all-tables') throw invalidInput('Grant on table wildcard is not allowed');
    return;
  }
  requirePrincipal(cloud, principal);
}

/** A principal is a role that exists, in whichever account. */
export function requirePrincipal(cloud: Cloud, principal: string): void {
  if (findRole(cloud, principal)) return;
  const isRole = /^arn:aws:iam::\d{12}:role\//.test(principal);
  const hint = isRole ? 'the role does not exist' : 'the sandbox grants to IAM roles by ARN';
  throw invalidInput(`Invalid principal, ${principal}: ${hint}`);
}
