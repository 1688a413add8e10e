import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { type GroupRecord, groupArn, scheduleArn, schedulerStore, type ScheduleRecord } from './store.ts';

export type ScheduleName = { readonly GroupName?: string | undefined; readonly Name?: string | undefined };

export function scheduleRequest(
  action: string,
  { GroupName = 'default', Name = '' }: ScheduleName,
  context: RequestContext,
): AuthorizationRequest {
  return { action: `scheduler:${action}`, resource: scheduleArn(context, GroupName, Name) };
}

export function groupRequest(
  action: string,
  name: string | undefined,
  context: RequestContext,
): AuthorizationRequest {
  return { action: `scheduler:${action}`, resource: groupArn(context, name ?? '') };
}

export function requireSchedule(
  { cloud, accountId, region }: RequestContext,
  name: ScheduleName,
): ScheduleRecord {
  const { GroupName = 'default', Name = '' } = name;
  const record = schedulerStore(cloud).schedules.get({ accountId, region }, `${GroupName}/${Name}`);
  if (record) return record;
  throw new AwsError('ResourceNotFoundException', `Schedule ${Name} does not exist.`, { status: 404 });
}

/** The group; the account's default group always exists, as on AWS. */
export function requireGroup(cloud: Cloud, scope: Scope, name: string): GroupRecord {
  const record = schedulerStore(cloud).groups.get(scope, name);
  if (record) return record;
  if (name === 'default') {
    const epoch = new Date(0).toISOString();
    return { name, arn: groupArn(scope, name), tags: [], createdAt: epoch, modifiedAt: epoch };
  }
  throw new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, { status: 404 });
}
