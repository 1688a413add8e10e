import type { PolicyKind } from './policy.ts';

/** A statement, by the policy that it stands in. */
export type StatementRef = {
  readonly kind: PolicyKind;
  readonly policy: string;
  readonly index: number;
  readonly sid?: string;
};

export type Decision =
  | { readonly kind: 'allowed'; readonly by: readonly StatementRef[] }
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
