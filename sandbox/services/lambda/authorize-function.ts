import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { findFunction } from './function-address.ts';

/** One action on one function, with its resource policy. */
export function functionRequest(
  action: string,
  nameOrArn: string | undefined,
  context: RequestContext,
): AuthorizationRequest {
  const { scope, record, arn } = findFunction(context, nameOrArn);
  return {
    action: `lambda:${action}`,
    resource: arn,
    resourceAccount: scope.accountId,
    ...(record?.policy !== undefined && { resourcePolicy: record.policy }),
  };
}

export function passRoleRequest(roleArn: string, service: string): AuthorizationRequest {
  return { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': service } };
}
