import { describesAll, isAdmin } from '../../../core/access/lakeformation/permissions.ts';
import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { notAuthorizedToGrant } from './lake-error.ts';
import { lakePrincipal, lakeStateOf } from './lake-state-of.ts';

/** Lake Formation's API has no resource level in IAM. */
export function lakeRequest(action: string): readonly AuthorizationRequest[] {
  return [{ action: `lakeformation:${action}`, resource: '*' }];
}

/** The catalog of the caller's own account: another one is nobody else's to administer. */
export function ownCatalog(context: RequestContext, catalogId?: string): Scope {
  if (catalogId !== undefined && catalogId !== context.accountId) throw notAuthorizedToGrant();
  return { accountId: context.accountId, region: context.region };
}

export function callerIsAdmin(context: RequestContext, scope: Scope): boolean {
  return isAdmin(lakeStateOf(context.cloud, scope), lakePrincipal(context.caller));
}

/** Administrators, and those who may only look. */
export function callerSeesAll(context: RequestContext, scope: Scope): boolean {
  return describesAll(lakeStateOf(context.cloud, scope), lakePrincipal(context.caller));
}

export function requireAdmin(context: RequestContext, scope: Scope): void {
  if (!callerIsAdmin(context, scope)) throw notAuthorizedToGrant();
}
