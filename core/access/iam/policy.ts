import type { Condition } from './condition.ts';
import type { Template } from './template.ts';

export type Effect = 'Allow' | 'Deny';

/** Where in an evaluation a policy stands. */
export type PolicyKind = 'identity' | 'resource' | 'boundary' | 'session' | 'scp' | 'rcp';

export type ActionElement = { readonly isNegated: boolean; readonly patterns: readonly Template[] };

/** `everything` is `*`; other patterns are compared part by part. */
export type ResourcePattern =
  | { readonly kind: 'everything' }
  | { readonly kind: 'arn'; readonly segments: readonly Template[] };

export type ResourceElement = { readonly isNegated: boolean; readonly patterns: readonly ResourcePattern[] };

export type PrincipalPattern =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'account'; readonly accountId: string }
  /** A role, user or role session by its ARN. */
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'service'; readonly service: string }
  /** Federated and canonical users, and ids of deleted principals: nobody that calls here. */
  | { readonly kind: 'elsewhere' };

export type PrincipalElement = {
  readonly isNegated: boolean;
  readonly patterns: readonly PrincipalPattern[];
};

export type Statement = {
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly action: ActionElement;
  /** Absent in trust policies, where the role itself is meant. */
  readonly resource: ResourceElement | undefined;
  readonly principal: PrincipalElement | undefined;
  readonly conditions: readonly Condition[];
  /** What of the statement is not understood: it never allows, and it denies as far as it is understood. */
  readonly unsupported: string | undefined;
};

/** A policy document, compiled once and evaluated often. */
export type Policy = { readonly statements: readonly Statement[] };

/** A policy with the name that a person knows it by. */
export type NamedPolicy = { readonly name: string; readonly policy: Policy };
