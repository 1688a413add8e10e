import type {
  DeleteRoleCommandInput,
  DeleteRoleCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  ListRolesCommandInput,
  ListRolesCommandOutput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateAssumeRolePolicyCommandOutput,
  UpdateRoleCommandInput,
  UpdateRoleCommandOutput,
} from '@aws-sdk/client-iam';
import { defineOperation } from '../../../cloud/operation.ts';
import { checkDocument } from '../check-document.ts';
import { deleteConflict } from '../iam-error.ts';
import { changeRole, renderRole, requireRole, roleRequest } from '../roles.ts';
import { iamScope, iamStore } from '../store.ts';
import { checkSeconds } from './create-role.ts';

export const getRole = defineOperation<GetRoleCommandInput, GetRoleCommandOutput>({
  service: 'iam',
  name: 'GetRole',
  authorize: (input, context) => roleRequest('GetRole', input.RoleName, context),
  handle: (input, context) => ({ Role: renderRole(requireRole(context, input.RoleName)) }),
});

export const listRoles = defineOperation<ListRolesCommandInput, ListRolesCommandOutput>({
  service: 'iam',
  name: 'ListRoles',
  authorize: (_input, { accountId }) => [
    { action: 'iam:ListRoles', resource: `arn:aws:iam::${accountId}:role/` },
  ],
  handle: (input, { cloud, accountId }) => {
    const roles = iamStore(cloud)
      .roles.list(iamScope(accountId))
      .map(([, role]) => role)
      .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
    return { Roles: roles.map(renderRole), IsTruncated: false };
  },
});

export const updateRole = defineOperation<UpdateRoleCommandInput, UpdateRoleCommandOutput>({
  service: 'iam',
  name: 'UpdateRole',
  authorize: (input, context) => roleRequest('UpdateRole', input.RoleName, context),
  handle: (input, context) => {
    changeRole(context, input.RoleName, (role) => ({
      ...role,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.MaxSessionDuration !== undefined && {
        maxSessionSeconds: checkSeconds(input.MaxSessionDuration),
      }),
    }));
    return {};
  },
});

export const updateAssumeRolePolicy = defineOperation<
  UpdateAssumeRolePolicyCommandInput,
  UpdateAssumeRolePolicyCommandOutput
>({
  service: 'iam',
  name: 'UpdateAssumeRolePolicy',
  authorize: (input, context) => roleRequest('UpdateAssumeRolePolicy', input.RoleName, context),
  handle: (input, context) => {
    const trust = checkDocument(input.PolicyDocument, 'trust');
    changeRole(context, input.RoleName, (role) => ({ ...role, trust }));
    return {};
  },
});

export const deleteRole = defineOperation<DeleteRoleCommandInput, DeleteRoleCommandOutput>({
  service: 'iam',
  name: 'DeleteRole',
  authorize: (input, context) => roleRequest('DeleteRole', input.RoleName, context),
  handle: (input, context) =>
    context.cloud.store.transaction(() => {
      const role = requireRole(context, input.RoleName);
      if (Object.keys(role.inline).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      if (role.attached.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      iamStore(context.cloud).roles.delete(iamScope(context.accountId), role.name);
      return {};
    }),
});
