import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';

export function alarmArn({ accountId, region }: RequestContext, name: string): string {
  return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
}

export function alarmRequest(
  context: RequestContext,
  action: string,
  name: string | undefined,
): AuthorizationRequest {
  return { action: `cloudwatch:${action}`, resource: alarmArn(context, name ?? '') };
}
