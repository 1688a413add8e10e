import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { type LogGroupRecord, logGroups, type LogStreamRecord, logStreams, streamKey } from './store.ts';

export function groupArn({ accountId, region }: RequestContext, name: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

/** The permission to act on a group; its ARN in policies ends in `:*`. */
export function onGroup(
  action: string,
  name: string | undefined,
  context: RequestContext,
): readonly AuthorizationRequest[] {
  return [{ action: `logs:${action}`, resource: `${groupArn(context, name ?? '')}:*` }];
}

export function onStream(
  action: string,
  names: { readonly group: string | undefined; readonly stream: string | undefined },
  context: RequestContext,
): readonly AuthorizationRequest[] {
  const resource = `${groupArn(context, names.group ?? '')}:log-stream:${names.stream ?? ''}`;
  return [{ action: `logs:${action}`, resource }];
}

/** A group by name or by ARN, with or without `:*`. */
export function findGroup(context: RequestContext, reference: string | undefined): LogGroupRecord {
  const name = (reference ?? '').replace(/^arn:aws:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '');
  const group = logGroups(context.cloud).get(context, name);
  if (group) return group;
  throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function findStream(
  context: RequestContext,
  group: string,
  stream: string | undefined,
): LogStreamRecord {
  const found = logStreams(context.cloud).get(context, streamKey(group, stream ?? ''));
  if (found) return found;
  throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function saveGroup(context: RequestContext, group: LogGroupRecord): void {
  logGroups(context.cloud).put(context, group.name, group);
}
