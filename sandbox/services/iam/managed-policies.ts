import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import { awsManagedDocument, isAwsManaged } from './aws-managed-policies.ts';
import { noSuchPolicy, unknownAwsPolicy } from './iam-error.ts';
import { iamScope, iamStore, type PolicyRecord, type RoleRecord } from './store.ts';

/** Document of a managed policy's default version, AWS's own or a customer's; throws where there is none. */
export function managedDocument(cloud: Cloud, arn: string): string {
  if (isAwsManaged(arn)) {
    const document = awsManagedDocument(arn);
    if (document === undefined) throw unknownAwsPolicy(arn);
    return document;
  }
  const known = inForce(cloud).get(arn);
  if (known !== undefined) return known;
  const policy = findPolicy(cloud, arn);
  const version = policy?.versions.find(({ id }) => id === policy.defaultVersion);
  if (!version) throw noSuchPolicy(arn);
  inForce(cloud).set(arn, version.document);
  return version.document;
}

/** Documents by ARN: every call of a role reads those of all its policies. */
const inForce = perCloud(() => new Map<string, string>());

export function requirePolicy(context: RequestContext, arn: string | undefined): PolicyRecord {
  const policy = findPolicy(context.cloud, arn ?? '');
  if (policy && accountOf(policy.arn) === context.accountId) return policy;
  throw noSuchPolicy(String(arn));
}

export function putPolicy({ cloud, accountId }: RequestContext, policy: PolicyRecord): void {
  inForce(cloud).delete(policy.arn);
  iamStore(cloud).policies.put(iamScope(accountId), policy.name, policy);
}

export function removePolicy({ cloud, accountId }: RequestContext, policy: PolicyRecord): void {
  inForce(cloud).delete(policy.arn);
  iamStore(cloud).policies.delete(iamScope(accountId), policy.name);
}

/** Roles that have the policy attached, or as their boundary. */
export function rolesWith({ cloud, accountId }: RequestContext, arn: string): readonly RoleRecord[] {
  return iamStore(cloud)
    .roles.list(iamScope(accountId))
    .map(([, role]) => role)
    .filter((role) => role.attached.includes(arn) || role.boundary === arn);
}

export function policyRequest(action: string, arn: string | undefined): readonly AuthorizationRequest[] {
  return [{ action: `iam:${action}`, resource: arn ?? '' }];
}

function findPolicy(cloud: Cloud, arn: string): PolicyRecord | undefined {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const policy = iamStore(cloud).policies.get(iamScope(accountOf(arn)), name);
  return policy?.arn === arn ? policy : undefined;
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
