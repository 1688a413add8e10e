import type { RequestContext } from '../../cloud/operation.ts';
import { invalidRequest } from './invalid-request.ts';
import { type WorkGroupRecord, workgroups } from './store.ts';

export const PRIMARY = 'primary';

export function workgroupArn(
  { accountId, region }: Pick<RequestContext, 'accountId' | 'region'>,
  name: string,
): string {
  return `arn:aws:athena:${region}:${accountId}:workgroup/${name}`;
}

/** Every account has the workgroup `primary`, with no result location, before anybody makes one. */
export function requireWorkgroup(context: RequestContext, name: string): WorkGroupRecord {
  const found = workgroups(context.cloud).get(context, name);
  if (found) return found;
  if (name !== PRIMARY) throw invalidRequest(`WorkGroup ${name} is not found.`, 'WORKGROUP_NOT_FOUND');
  return {
    name: PRIMARY,
    description: '',
    state: 'ENABLED',
    configuration: { EnforceWorkGroupConfiguration: false, PublishCloudWatchMetricsEnabled: false },
    createdAt: new Date(0).toISOString(),
    tags: [],
  };
}
