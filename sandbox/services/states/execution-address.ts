import { requireArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { type ExecutionRecord, statesStore } from './store.ts';

export function executionRequest(action: string, arn: string | undefined): AuthorizationRequest {
  const { accountId } = requireArn(arn ?? '', 'executionArn');
  return { action: `states:${action}`, resource: arn ?? '', resourceAccount: accountId };
}

export function requireExecution(
  cloud: Cloud,
  arn: string | undefined,
): { readonly scope: Scope; readonly record: ExecutionRecord } {
  const { accountId, region, resource } = requireArn(arn ?? '', 'executionArn');
  const scope = { accountId, region };
  const record = statesStore(cloud).executions.get(scope, resource.replace(/^execution:/, ''));
  if (record) return { scope, record };
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}
