import { randomUUID } from 'node:crypto';
import { bootstrapRoleArn } from '../../assembly/bootstrap-names.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { StackRecord } from '../../cloudformation/stack-state.ts';
import { stackRecords } from './store.ts';

/** A stack that is asked for only: it is there, and holds nothing. */
export function reviewStack(name: string, roleArn: string | undefined, context: RequestContext): StackRecord {
  const { accountId, region, cloud } = context;
  const now = context.now.toISOString();
  const record: StackRecord = {
    name,
    id: `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${randomUUID()}`,
    status: 'REVIEW_IN_PROGRESS',
    createdAt: now,
    updatedAt: now,
    terminationProtection: false,
    executionRoleArn: roleArn ?? bootstrapRoleArn('cfn-exec', context),
    constructPaths: {},
  };
  stackRecords(cloud).put(context, name, record);
  return record;
}
