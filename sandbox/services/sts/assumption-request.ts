import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest } from '../../cloud/operation.ts';
import { findRole } from '../iam/roles.ts';

const NOBODY = JSON.stringify({ Version: '2012-10-17', Statement: [] });

/** What must be allowed to become a role: its trust policy decides, with the caller's own policies. */
export function assumptionRequest(
  cloud: Cloud,
  of: { readonly roleArn: string; readonly sessionName: string; readonly externalId?: string },
): AuthorizationRequest {
  const { roleArn, sessionName, externalId } = of;
  const role = findRole(cloud, roleArn);
  return {
    action: 'sts:AssumeRole',
    resource: roleArn,
    resourceAccount: roleArn.split(':')[4] ?? '',
    mustAllowByResource: true,
    resourcePolicy: role?.trust ?? NOBODY,
    context: {
      'sts:RoleSessionName': sessionName,
      ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
      ...Object.fromEntries(
        (role?.tags ?? []).map(({ Key, Value }) => [`aws:ResourceTag/${Key}`, Value ?? '']),
      ),
    },
  };
}
