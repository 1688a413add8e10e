import type { PolicyKind } from './policy.ts';

/** A statement, by the policy that it stands in. */
export type StatementRef = {
  readonly kind: PolicyKind;
  readonly policy: string;
  readonly index: number;
  readonly sid?: string;
};

/**
 * How what is not understood counts. `denied` is the user's view: it allows nothing, and where it could deny it
 * does. `allowed` is the attacker's view, for proofs: it allows, and never denies.
 */
export type UnknownCounts = 'denied' | 'allowed';

export type Decision =
  | {
      readonly kind: 'allowed';
      readonly by: readonly StatementRef[];
      /** What had to be taken in the caller's favour; empty but in the attacker's view. */
      readonly assumed: readonly Unsupported[];
    }
  | { readonly kind: 'denied'; readonly reason: 'explicit-deny'; readonly by: StatementRef }
  | {
      readonly kind: 'denied';
      readonly reason: 'implicit';
      /** The kinds of policy that would have had to allow. */
      readonly missing: readonly PolicyKind[];
      /** Allows that might have applied, and what of them is not understood. */
      readonly unsupported: readonly Unsupported[];
    }
  /** A deny, or a whole policy, that is not understood counts as a denial. */
  | {
      readonly kind: 'denied';
      readonly reason: 'unsupported';
      readonly by: StatementRef;
      readonly what: string;
    };

export type Unsupported = { readonly by: StatementRef; readonly what: string };
