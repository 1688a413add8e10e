import type { UnknownCounts } from '../iam/decision.ts';
import { type Grant, IAM_ALLOWED_PRINCIPALS } from './grant.ts';
import type { CatalogObject, LakeRecipient, LakeState } from './lake-state.ts';

/** Whose view is taken of what is not known; without a word the user's. */
export type LakeView = { readonly unknown?: UnknownCounts };

/** The grants that count for a principal. */
export type HeldGrants = {
  /** Its own, and those to groups that it belongs to. */
  readonly own: readonly Grant[];
  readonly shared: SharedGrants | undefined;
};

/** Grants to the principal's whole account: it has what its own administrators hand on of them. */
export type SharedGrants = {
  readonly grants: readonly Grant[];
  /** `all` for an administrator, and in the attacker's view where nobody knows. */
  readonly onward: readonly Grant[] | 'all';
  readonly isAssumed: boolean;
};

export function heldGrants(
  state: LakeState,
  principal: string,
  at: LakeView & { readonly object?: CatalogObject } = {},
): HeldGrants {
  const account = accountOf(principal);
  const own = [
    ...state.grantsOf(principal),
    ...(isPastOpenGroup(state, principal, at.object) ? [] : state.grantsOf(IAM_ALLOWED_PRINCIPALS)),
    ...(account === undefined ? [] : state.grantsOf(`${account}:IAMPrincipals`)),
  ];
  const isForeign = account !== undefined && account !== state.catalogId;
  return { own, shared: isForeign ? sharedGrants(state, principal, { account, view: at }) : undefined };
}

/** At a hybrid location, who is opted in needs grants of its own. */
function isPastOpenGroup(state: LakeState, principal: string, object: CatalogObject | undefined): boolean {
  if (!object || state.registrationOf?.(object) !== 'hybrid') return false;
  return state.isOptedIn?.(principal, object) ?? false;
}

function sharedGrants(
  state: LakeState,
  principal: string,
  { account, view }: { readonly account: string; readonly view: LakeView },
): SharedGrants | undefined {
  const recipient = state.recipientOf?.(account);
  const groups = [account, ...(recipient?.organization ?? [])];
  const grants = groups.flatMap((group) => state.grantsOf(group));
  if (grants.length === 0) return undefined;
  if (recipient) return { grants, onward: onwardTo(recipient, principal), isAssumed: false };
  return view.unknown === 'allowed' ? { grants, onward: 'all', isAssumed: true } : undefined;
}

function onwardTo(recipient: LakeRecipient, principal: string): readonly Grant[] | 'all' {
  return recipient.admins.includes(principal) ? 'all' : recipient.grantsOf(principal);
}

const accountOf = (principal: string): string | undefined => principal.split(':')[4];
