import type { Origin } from '../world/world.ts';

/** A domain, `platform`, or whoever is no part of the mesh. */
export type Party = string;
export const OUTSIDE: Party = 'outside the mesh';
export const PLATFORM: Party = 'platform';

/** What was claimed, and what speaks against it. */
export type Refutation = {
  readonly claim: Claim;
  /** Whose principal it is that reaches too much, or too little. */
  readonly from: Party;
  /** Whose data or rights it is about. */
  readonly to: Party;
  readonly principal: string;
  /** One sentence. */
  readonly what: string;
  /** The shortest way, step by step. */
  readonly path: readonly Step[];
};

/**
 * `separation`: nothing beyond the subscriptions. `promise`: everything that they promise. `known`: nothing that
 * decides access is left unread.
 */
export type Claim = 'separation' | 'promise' | 'known';

export type Step = {
  readonly principal: string;
  readonly actions: readonly string[];
  readonly resource: string;
  /** The statements and grants that let it happen, or that were looked for. */
  readonly because: readonly Reason[];
};

export type Reason = {
  /** `policy “query”, statement 3 (KeepResults)` */
  readonly text: string;
  readonly origin?: Origin;
};

export type ProofCounts = {
  readonly accounts: number;
  readonly parties: number;
  /** Ordered pairs of parties. */
  readonly pairs: number;
  readonly principals: number;
  readonly resources: number;
  /** Strings that stand for all strings between which no policy in play can tell. */
  readonly witnesses: number;
  /** Requests that were decided. */
  readonly decisions: number;
  /** Ways between two parties that were followed to their end. */
  readonly paths: number;
  /** Table reads compared with the subscriptions: principal, table and day. */
  readonly reads: number;
  readonly promises: number;
};

/** A rule by which several domains reach the same on purpose, and how often it was needed. */
export type SharedUse = { readonly what: string; readonly reason: string; readonly uses: number };

export type Proof = {
  readonly isProved: boolean;
  readonly refutations: readonly Refutation[];
  readonly counts: ProofCounts;
  readonly shared: readonly SharedUse[];
};
