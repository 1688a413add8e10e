import { AwsError } from '../../cloud/aws-error.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';
import { deletedStacks, stackRecords } from './store.ts';

/** Finds a stack by name or id; a deleted one by its id only. */
export function findStack(nameOrId: string, context: RequestContext): StackRecord | undefined {
  const { cloud } = context;
  const record = stackRecords(cloud).get(context, stackNameOf(nameOrId));
  if (!nameOrId.startsWith('arn:')) return record;
  return record?.id === nameOrId ? record : deletedStacks(cloud).get(context, nameOrId);
}

export function requireStack(nameOrId: string | undefined, context: RequestContext): StackRecord {
  const record = findStack(nameOrId ?? '', context);
  if (record) return record;
  throw new AwsError('ValidationError', `Stack with id ${nameOrId} does not exist`);
}

export function stackNameOf(nameOrId: string): string {
  return nameOrId.startsWith('arn:') ? (nameOrId.split('/')[1] ?? '') : nameOrId;
}

/** What IAM must allow for an action on a stack. */
export function onStack(
  action: string,
  nameOrId: string | undefined,
  { accountId, region }: RequestContext,
): readonly AuthorizationRequest[] {
  const name = stackNameOf(nameOrId ?? '') || '*';
  const resource = `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/*`;
  return [{ action: `cloudformation:${action}`, resource }];
}

/** Handing CloudFormation a role needs the right to pass it. */
export function passRole(roleArn: string | undefined): readonly AuthorizationRequest[] {
  if (roleArn === undefined) return [];
  const context = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: roleArn, context }];
}
