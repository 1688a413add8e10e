import type { GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts';
import { callerArn } from '../../cloud/caller.ts';
import { defineOperation } from '../../cloud/operation.ts';
import { findRole } from '../iam/roles.ts';

/** Needs no permission: AWS answers whoever has credentials. */
export const getCallerIdentity = defineOperation<
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput
>({
  service: 'sts',
  name: 'GetCallerIdentity',
  authorize: () => [],
  handle: (_input, { cloud, caller }) => {
    const { principal, accountId } = caller;
    const roleId = principal.kind === 'role' ? findRole(cloud, principal.arn)?.id : undefined;
    const userId = principal.kind === 'role' ? `${roleId}:${principal.sessionName}` : accountId;
    return { Account: accountId, Arn: callerArn(caller), UserId: userId };
  },
});
