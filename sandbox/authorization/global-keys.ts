import { type Caller, callerArn } from '../cloud/caller.ts';
import type { ConditionContext } from '../cloud/operation.ts';
import type { RoleRecord } from '../services/iam/store.ts';

/**
 * The condition keys that AWS adds to every request. All accounts of the sandbox belong to one organization, which
 * has no units. `aws:SourceIp` and `aws:PrincipalOrgPaths` are absent, so a policy that relies on them does not allow.
 */
export function globalKeys(of: {
  readonly caller: Caller;
  readonly role: RoleRecord | undefined;
  readonly now: Date;
  readonly resourceAccount: string;
  readonly organization: string;
}): ConditionContext {
  const { caller, role, now, resourceAccount, organization } = of;
  return {
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': caller.region,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:ResourceAccount': resourceAccount,
    'aws:ResourceOrgID': organization,
    ...(caller.principal.kind !== 'service' && { 'aws:PrincipalOrgID': organization }),
    ...principalKeys(caller, role),
    ...sourceKeys(caller),
    ...viaKeys(caller),
  };
}

function principalKeys(caller: Caller, role: RoleRecord | undefined): ConditionContext {
  const { principal, accountId } = caller;
  switch (principal.kind) {
    case 'service':
      return {
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': principal.service,
      };
    case 'root':
      return {
        'aws:PrincipalIsAWSService': 'false',
        'aws:PrincipalArn': callerArn(caller),
        'aws:PrincipalAccount': accountId,
        'aws:PrincipalType': 'Account',
        'aws:userid': accountId,
      };
    case 'role':
      return {
        'aws:PrincipalIsAWSService': 'false',
        'aws:PrincipalArn': principal.arn,
        'aws:PrincipalAccount': accountId,
        'aws:PrincipalType': 'AssumedRole',
        'aws:userid': `${role?.id}:${principal.sessionName}`,
        ...Object.fromEntries(
          (role?.tags ?? []).map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value ?? '']),
        ),
      };
  }
}

/** Only a service that calls for itself says for which resource it calls. */
function sourceKeys({ principal, sourceArn, accountId }: Caller): ConditionContext {
  if (principal.kind !== 'service') return {};
  // ARNs of buckets have no account; the service calls on behalf of the caller's.
  const sourceAccount = sourceArn?.split(':')[4] || accountId;
  return {
    'aws:SourceAccount': sourceAccount,
    ...(sourceArn !== undefined && { 'aws:SourceArn': sourceArn }),
  };
}

function viaKeys({ viaService, region }: Caller): ConditionContext {
  if (viaService === undefined) return { 'aws:ViaAWSService': 'false' };
  const [name = viaService] = viaService.split('.');
  const service = `${name}.amazonaws.com`;
  return {
    'aws:ViaAWSService': 'true',
    'aws:CalledVia': [service],
    'aws:CalledViaFirst': service,
    'aws:CalledViaLast': service,
    'kms:ViaService': `${name}.${region}.amazonaws.com`,
  };
}
