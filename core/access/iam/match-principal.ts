import { assertNever } from '../../errors/invariant.ts';
import type { PrincipalElement, PrincipalPattern } from './policy.ts';
import type { IamPrincipal } from './request.ts';
import type { Verdict } from './verdict.ts';

/**
 * How a resource's policy names the principal. An `account` only delegates to the account's own policies; a
 * grant to a `role` is capped by its boundary and session policies, one to `itself` (a session, a user, a
 * service, a federated user) or to `everyone` is not.
 */
export type Grantee = 'everyone' | 'itself' | 'role' | 'account';

const STRONGEST_FIRST: readonly Grantee[] = ['everyone', 'itself', 'role', 'account'];

/** The strongest way in which a Principal element names the principal; `unknown` where it might name it. */
export function grantee(element: PrincipalElement, principal: IamPrincipal): Grantee | 'unknown' | undefined {
  const named = namedBy(element, principal);
  return STRONGEST_FIRST.find((one) => named.has(one)) ?? (named.has('unknown') ? 'unknown' : undefined);
}

/** Whether a Deny's Principal or NotPrincipal element covers the principal. */
export function isDenied(element: PrincipalElement, principal: IamPrincipal): Verdict {
  const named = namedBy(element, principal);
  if (element.isNegated) return !isExempt(named, principal) && (named.has('unknown') ? 'unknown' : true);
  return STRONGEST_FIRST.some((one) => named.has(one)) || (named.has('unknown') ? 'unknown' : false);
}

type Named = ReadonlySet<Grantee | 'unknown' | undefined>;

function namedBy(element: PrincipalElement, principal: IamPrincipal): Named {
  return new Set(element.patterns.map((pattern) => granteeOf(pattern, principal)));
}

/** AWS exempts who acts from NotPrincipal only where its session, role and account are all listed. */
function isExempt(named: Named, principal: IamPrincipal): boolean {
  if (named.has('everyone')) return true;
  switch (principal.kind) {
    case 'role':
      return named.has('itself') && named.has('role') && named.has('account');
    case 'user':
      return named.has('itself') && named.has('account');
    case 'root':
      return named.has('account');
    default:
      return named.has('itself');
  }
}

function granteeOf(pattern: PrincipalPattern, principal: IamPrincipal): Grantee | 'unknown' | undefined {
  switch (pattern.kind) {
    case 'everyone': {
      const isAws = principal.kind !== 'service' && principal.kind !== 'federated';
      return isAws || !pattern.onlyAws ? 'everyone' : 'unknown';
    }
    case 'account':
      return 'accountId' in principal && principal.accountId === pattern.accountId ? 'account' : undefined;
    case 'arn':
      return byArn(pattern.arn, principal);
    case 'service':
      return principal.kind === 'service' && principal.service === pattern.service ? 'itself' : undefined;
    case 'federated':
      return principal.kind === 'federated' && principal.provider === pattern.provider ? 'itself' : undefined;
    case 'deleted':
      return undefined;
    case 'unknown':
      return 'unknown';
    default:
      return assertNever(pattern);
  }
}

function byArn(arn: string, principal: IamPrincipal): Grantee | undefined {
  if (principal.kind === 'user') return arn === principal.arn ? 'itself' : undefined;
  if (principal.kind !== 'role') return undefined;
  if (arn === principal.sessionArn) return 'itself';
  return arn === principal.arn ? 'role' : undefined;
}
