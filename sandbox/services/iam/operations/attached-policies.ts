import type {
  AttachRolePolicyCommandInput,
  AttachRolePolicyCommandOutput,
  DeleteRolePermissionsBoundaryCommandInput,
  DeleteRolePermissionsBoundaryCommandOutput,
  DetachRolePolicyCommandInput,
  DetachRolePolicyCommandOutput,
  ListAttachedRolePoliciesCommandInput,
  ListAttachedRolePoliciesCommandOutput,
  PutRolePermissionsBoundaryCommandInput,
  PutRolePermissionsBoundaryCommandOutput,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { noSuchPolicy } from '../iam-error.ts';
import { managedDocument } from '../managed-policies.ts';
import { changeRole, requireRole, roleRequest } from '../roles.ts';

const ATTACHED_MAX = 10;

export const attachRolePolicy = defineOperation<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>({
  service: 'iam',
  name: 'AttachRolePolicy',
  authorize: (input, context) =>
    roleRequest('AttachRolePolicy', input.RoleName, context, { 'iam:PolicyARN': input.PolicyArn ?? '' }),
  handle: (input, context) => {
    const arn = input.PolicyArn ?? '';
    managedDocument(context.cloud, arn);
    changeRole(context, input.RoleName, (role) => {
      const attached = [...role.attached.filter((one) => one !== arn), arn];
      if (attached.length <= ATTACHED_MAX) return { ...role, attached };
      const message = `Cannot exceed quota for PoliciesPerRole: ${ATTACHED_MAX}`;
      throw new AwsError('LimitExceededException', message, { status: 409 });
    });
    return {};
  },
});

export const detachRolePolicy = defineOperation<DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput>({
  service: 'iam',
  name: 'DetachRolePolicy',
  authorize: (input, context) =>
    roleRequest('DetachRolePolicy', input.RoleName, context, { 'iam:PolicyARN': input.PolicyArn ?? '' }),
  handle: (input, context) => {
    const arn = input.PolicyArn ?? '';
    changeRole(context, input.RoleName, (role) => {
      if (!role.attached.includes(arn)) throw noSuchPolicy(arn);
      return { ...role, attached: role.attached.filter((one) => one !== arn) };
    });
    return {};
  },
});

export const listAttachedRolePolicies = defineOperation<
  ListAttachedRolePoliciesCommandInput,
  ListAttachedRolePoliciesCommandOutput
>({
  service: 'iam',
  name: 'ListAttachedRolePolicies',
  authorize: (input, context) => roleRequest('ListAttachedRolePolicies', input.RoleName, context),
  handle: (input, context) => ({
    AttachedPolicies: requireRole(context, input.RoleName).attached.map((arn) => ({
      PolicyArn: arn,
      PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    })),
    IsTruncated: false,
  }),
});

export const putRolePermissionsBoundary = defineOperation<
  PutRolePermissionsBoundaryCommandInput,
  PutRolePermissionsBoundaryCommandOutput
>({
  service: 'iam',
  name: 'PutRolePermissionsBoundary',
  authorize: (input, context) =>
    roleRequest('PutRolePermissionsBoundary', input.RoleName, context, {
      'iam:PermissionsBoundary': input.PermissionsBoundary ?? '',
    }),
  handle: (input, context) => {
    const boundary = input.PermissionsBoundary ?? '';
    managedDocument(context.cloud, boundary);
    changeRole(context, input.RoleName, (role) => ({ ...role, boundary }));
    return {};
  },
});

export const deleteRolePermissionsBoundary = defineOperation<
  DeleteRolePermissionsBoundaryCommandInput,
  DeleteRolePermissionsBoundaryCommandOutput
>({
  service: 'iam',
  name: 'DeleteRolePermissionsBoundary',
  authorize: (input, context) => roleRequest('DeleteRolePermissionsBoundary', input.RoleName, context),
  handle: (input, context) => {
    changeRole(context, input.RoleName, ({ boundary, ...role }) => {
      if (boundary !== undefined) return role;
      throw new AwsError('NoSuchEntityException', `Role ${role.name} has no permissions boundary.`, {
        status: 404,
      });
    });
    return {};
  },
});
