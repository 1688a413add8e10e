import type {
  DeleteRolePolicyCommandInput,
  DeleteRolePolicyCommandOutput,
  GetRolePolicyCommandInput,
  GetRolePolicyCommandOutput,
  ListRolePoliciesCommandInput,
  ListRolePoliciesCommandOutput,
  PutRolePolicyCommandInput,
  PutRolePolicyCommandOutput,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { checkDocument } from '../check-document.ts';
import { changeRole, requireName, requireRole, roleRequest } from '../roles.ts';

export const putRolePolicy = defineOperation<PutRolePolicyCommandInput, PutRolePolicyCommandOutput>({
  service: 'iam',
  name: 'PutRolePolicy',
  authorize: (input, context) => roleRequest('PutRolePolicy', input.RoleName, context),
  handle: (input, context) => {
    const name = requireName(input.PolicyName, 'PolicyName');
    const document = checkDocument(input.PolicyDocument, 'identity');
    changeRole(context, input.RoleName, (role) => ({
      ...role,
      inline: { ...role.inline, [name]: document },
    }));
    return {};
  },
});

export const getRolePolicy = defineOperation<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>({
  service: 'iam',
  name: 'GetRolePolicy',
  authorize: (input, context) => roleRequest('GetRolePolicy', input.RoleName, context),
  handle: (input, context) => {
    const role = requireRole(context, input.RoleName);
    const document = role.inline[input.PolicyName ?? ''];
    if (document === undefined) throw noSuchRolePolicy(input.PolicyName);
    return {
      RoleName: role.name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeURIComponent(document),
    };
  },
});

export const listRolePolicies = defineOperation<ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput>({
  service: 'iam',
  name: 'ListRolePolicies',
  authorize: (input, context) => roleRequest('ListRolePolicies', input.RoleName, context),
  handle: (input, context) => ({
    PolicyNames: Object.keys(requireRole(context, input.RoleName).inline),
    IsTruncated: false,
  }),
});

export const deleteRolePolicy = defineOperation<DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput>({
  service: 'iam',
  name: 'DeleteRolePolicy',
  authorize: (input, context) => roleRequest('DeleteRolePolicy', input.RoleName, context),
  handle: (input, context) => {
    changeRole(context, input.RoleName, (role) => {
      const { [input.PolicyName ?? '']: document, ...inline } = role.inline;
      if (document === undefined) throw noSuchRolePolicy(input.PolicyName);
      return { ...role, inline };
    });
    return {};
  },
});

function noSuchRolePolicy(name: string | undefined): AwsError {
  const message = `The role policy with name ${name} cannot be found.`;
  return new AwsError('NoSuchEntityException', message, { status: 404 });
}
