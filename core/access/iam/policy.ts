import type { Condition } from './condition.ts';
import type { ArnPattern } from './match-arn.ts';
import type { Template } from './template.ts';

export type Effect = 'Allow' | 'Deny';

/** Where in an evaluation a policy stands. */
export type PolicyKind =
  | 'identity'
  | 'resource'
  | 'boundary'
  | 'session'
  | 'scp'
  | 'rcp'
  /** Of a VPC endpoint. */
  | 'endpoint'
  /** No policy: a grant on a KMS key. */
  | 'key-grant';

export type ActionElement = { readonly isNegated: boolean; readonly patterns: readonly Template[] };

export type ResourceElement = { readonly isNegated: boolean; readonly patterns: readonly ArnPattern[] };

export type PrincipalPattern =
  /** `*`; as `{ AWS: '*' }` it is not said whether services and federated users are meant. */
  | { readonly kind: 'everyone'; readonly onlyAws: boolean }
  | { readonly kind: 'account'; readonly accountId: string }
  /** A role, user or role session by its ARN. */
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'federated'; readonly provider: string }
  /** What AWS leaves of a principal that was deleted: it names nobody, nor whoever has the same name now. */
  | { readonly kind: 'deleted' }
  /** Might name anybody. */
  | { readonly kind: 'unknown'; readonly what: string };

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
  /**
   * What of the statement is not understood, beside its principals: where the rest of it fits, it is unknown
   * whether it does.
   */
  readonly unsupported: string | undefined;
};

/** A policy document, compiled once and evaluated often. */
export type Policy = { readonly statements: readonly Statement[] };

/** A policy with the name that a person knows it by. */
export type NamedPolicy = { readonly name: string; readonly policy: Policy };
