import type { AccessFile } from './spec-schemas.ts';

/** What an access file amounts to. Only `live` grants anything. */
export const SUBSCRIPTION_STATES = ['live', 'pending', 'denied', 'revoked', 'expired'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

type Decided = Pick<AccessFile, 'requestedBy' | 'approvedBy' | 'denied' | 'revoked' | 'expires'>;

/** The one place where it is decided whether an access file grants anything. */
export function subscriptionState(
  decided: Decided,
  { needed, today }: { readonly needed: number /** ISO date. */; readonly today: string },
): SubscriptionState {
  if (decided.denied !== undefined) return 'denied';
  if (decided.revoked !== undefined) return 'revoked';
  // The last day counts.
  if (decided.expires < today) return 'expired';
  return approversOf(decided).length >= needed ? 'live' : 'pending';
}

/** Who approved and counts: each person once, and never who asked. */
export function approversOf({ requestedBy, approvedBy = [] }: Decided): readonly string[] {
  const asked = requestedBy === undefined ? undefined : personKey(requestedBy);
  const people = new Map(approvedBy.map((name) => [personKey(name), name] as const));
  const others = [...people].flatMap(([key, name]) => (key === asked ? [] : [name]));
  // Where nobody says who asked, it may be one of those who approved: all but one could not be told from them.
  return asked === undefined ? others.slice(0, 1) : others;
}

/** Addresses are written in many ways. */
export const personKey = (name: string): string => name.trim().toLowerCase();
