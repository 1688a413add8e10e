import type { Target } from './match-statement.ts';
import type { IamPrincipal } from './request.ts';
import { every, type Verdict } from './verdict.ts';

/** A grant on a KMS key: outside every policy, it lets its grantee use the key. */
export type KeyGrant = {
  readonly id: string;
  /** ARN of a role, a session or a user, or a service's name. */
  readonly grantee: string;
  /** `Decrypt` */
  readonly operations: readonly string[];
  /** Pairs that the request's encryption context must have, or (`isWhole`) be. */
  readonly encryptionContext?: {
    readonly pairs: Readonly<Record<string, string>>;
    readonly isWhole: boolean;
  };
};

/** Whether a grant lets the principal do what is asked. */
export function matchKeyGrant(grant: KeyGrant, principal: IamPrincipal, target: Target): Verdict {
  const isNamed = grant.operations.some((operation) => target.action === `kms:${operation.toLowerCase()}`);
  if (!isNamed || !isGrantee(grant.grantee, principal)) return false;
  const { encryptionContext } = grant;
  if (!encryptionContext) return true;
  const pairs = Object.entries(encryptionContext.pairs);
  const hasPairs = every(pairs, ([name, value]) => hasPair(target, name, value));
  return hasPairs === true && encryptionContext.isWhole ? isWhole(target, pairs.length) : hasPairs;
}

function isGrantee(grantee: string, principal: IamPrincipal): boolean {
  switch (principal.kind) {
    case 'role':
      return grantee === principal.arn || grantee === principal.sessionArn;
    case 'user':
      return grantee === principal.arn;
    case 'root':
      return grantee === `arn:aws:iam::${principal.accountId}:root`;
    case 'service':
      return grantee === principal.service;
    default:
      return false;
  }
}

const PAIR = 'kms:encryptioncontext:';
const NAMES = 'kms:encryptioncontextkeys';

/** Names of an encryption context are told apart by case, as keys of conditions are not. */
function hasPair(target: Target, name: string, value: string): Verdict {
  const key = `${PAIR}${name.toLowerCase()}`;
  const values = target.keys.get(key);
  if (!values) return target.mayHaveKey(key) ? 'unknown' : false;
  if (!values.includes(value)) return false;
  const names = target.keys.get(NAMES);
  return names ? names.includes(name) : 'unknown';
}

function isWhole(target: Target, pairs: number): Verdict {
  const names = target.keys.get(NAMES);
  return names ? names.length === pairs : 'unknown';
}
