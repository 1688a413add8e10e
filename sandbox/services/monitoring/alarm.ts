import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { type AlarmRecord, alarms } from './alarm-store.ts';

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

export function requireAlarmByArn(
  context: RequestContext,
  arn: string | undefined,
): { name: string; alarm: AlarmRecord } {
  const name = parseArn(arn ?? '')?.resource.replace(/^alarm:/, '') ?? '';
  const alarm = alarms(context.cloud).get(context, name);
  if (alarm && alarm.arn === arn) return { name, alarm };
  throw new AwsError('ResourceNotFoundException', `${arn} does not exist; the sandbox tags alarms only`, {
    status: 404,
  });
}
