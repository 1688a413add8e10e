import { createHash } from 'node:crypto';
import type { Role } from '@aws-sdk/client-iam';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, ConditionContext, RequestContext } from '../../cloud/operation.ts';
import { noSuchRole, validationError } from './iam-error.ts';
import { iamScope, iamStore, type RoleRecord } from './store.ts';

/** A role by its ARN, in whichever account; undefined where there is none. */
export function findRole(cloud: Cloud, roleArn: string): RoleRecord | undefined {
  const [, , service, , account = '', resource = ''] = roleArn.split(':');
  if (service !== 'iam' || !resource.startsWith('role/')) return undefined;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const role = iamStore(cloud).roles.get(iamScope(account), name);
  return role?.arn === roleArn ? role : undefined;
}

/** A role of the caller's account, by its name. */
export function requireRole(context: RequestContext, name: string | undefined): RoleRecord {
  const wanted = requireName(name, 'RoleName');
  const role = iamStore(context.cloud).roles.get(iamScope(context.accountId), wanted);
  if (!role) throw noSuchRole(wanted);
  return role;
}

export function putRole(context: RequestContext, role: RoleRecord): void {
  iamStore(context.cloud).roles.put(iamScope(context.accountId), role.name, role);
}

/** Changes a role that is there, in one step. */
export function changeRole(
  context: RequestContext,
  name: string | undefined,
  change: (role: RoleRecord) => RoleRecord,
): RoleRecord {
  return context.cloud.store.transaction(() => {
    const changed = change(requireRole(context, name));
    putRole(context, changed);
    return changed;
  });
}

const NAME = /^[\w+=,.@-]{1,128}$/;

export function requireName(name: string | undefined, parameter: string): string {
  if (name !== undefined && NAME.test(name)) return name;
  throw validationError(
    `The specified value for ${parameter} is invalid: ${JSON.stringify(name)}. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  );
}

/** The actions on a role for which IAM tells policies its boundary; `CreateRole` is another. */
const WITH_BOUNDARY_KEY: ReadonlySet<string> = new Set([
  'AttachRolePolicy',
  'DeleteRolePermissionsBoundary',
  'DeleteRolePolicy',
  'DetachRolePolicy',
  'PutRolePermissionsBoundary',
  'PutRolePolicy',
]);

/** One action on a role of the caller's account. */
export function roleRequest(
  action: string,
  name: string | undefined,
  context: RequestContext,
  conditions: ConditionContext = {},
): readonly AuthorizationRequest[] {
  const known = iamStore(context.cloud).roles.get(iamScope(context.accountId), name ?? '');
  const resource = known?.arn ?? `arn:aws:iam::${context.accountId}:role/${name ?? ''}`;
  const boundary = WITH_BOUNDARY_KEY.has(action) ? known?.boundary : undefined;
  return [
    {
      action: `iam:${action}`,
      resource,
      context: { ...(boundary !== undefined && { 'iam:PermissionsBoundary': boundary }), ...conditions },
    },
  ];
}

/** A stable id of IAM's shape: 21 characters, with a prefix that tells the kind. */
export function uniqueId(prefix: 'AROA' | 'ANPA', arn: string, createdAt: string): string {
  const hash = createHash('sha256').update(`${arn} ${createdAt}`).digest('hex').toUpperCase();
  return `${prefix}${hash.slice(0, 17)}`;
}

export function renderRole(role: RoleRecord): Role {
  return {
    RoleName: role.name,
    Path: role.path,
    Arn: role.arn,
    RoleId: role.id,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(role.trust),
    MaxSessionDuration: role.maxSessionSeconds,
    Tags: [...role.tags],
    ...(role.description !== undefined && { Description: role.description }),
    ...(role.boundary !== undefined && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
        PermissionsBoundaryArn: role.boundary,
      },
    }),
  };
}
