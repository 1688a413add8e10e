import { assertNever } from '../../errors/invariant.ts';
import type { PrincipalElement, PrincipalPattern } from './policy.ts';
import type { IamPrincipal } from './request.ts';

/**
 * How a resource's policy names the principal. An `account` only delegates to the account's own policies; a
 * grant to a `role` is capped by its boundary and session policies, one to a `session` or to `everyone` is not.
 */
export type Grantee = 'everyone' | 'session' | 'service' | 'role' | 'account';

const STRONGEST_FIRST: readonly Grantee[] = ['everyone', 'session', 'service', 'role', 'account'];

/** The strongest way in which a Principal element names the principal. */
export function grantee(element: PrincipalElement, principal: IamPrincipal): Grantee | undefined {
  const named = new Set(element.patterns.map((pattern) => granteeOf(pattern, principal)));
  return STRONGEST_FIRST.find((one) => named.has(one));
}

/** Whether a Deny's Principal or NotPrincipal element covers the principal. */
export function isDenied(element: PrincipalElement, principal: IamPrincipal): boolean {
  return element.isNegated ? !isExempt(element, principal) : grantee(element, principal) !== undefined;
}

/** AWS exempts a role's session from NotPrincipal only where session, role and account are all listed. */
function isExempt(element: PrincipalElement, principal: IamPrincipal): boolean {
  const named = new Set(element.patterns.map((pattern) => granteeOf(pattern, principal)));
  if (named.has('everyone')) return true;
  if (principal.kind === 'role') return named.has('session') && named.has('role') && named.has('account');
  return named.has(principal.kind === 'root' ? 'account' : 'service');
}

function granteeOf(pattern: PrincipalPattern, principal: IamPrincipal): Grantee | undefined {
  switch (pattern.kind) {
    case 'everyone':
      return 'everyone';
    case 'account':
      return principal.kind !== 'service' && principal.accountId === pattern.accountId
        ? 'account'
        : undefined;
    case 'arn':
      if (principal.kind !== 'role') return undefined;
      if (pattern.arn === principal.sessionArn) return 'session';
      return pattern.arn === principal.arn ? 'role' : undefined;
    case 'service':
      return principal.kind === 'service' && principal.service === pattern.service ? 'service' : undefined;
    case 'elsewhere':
      return undefined;
    default:
      return assertNever(pattern);
  }
}
