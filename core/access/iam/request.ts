import type { KeyGrant } from './key-grant.ts';
import type { NamedPolicy } from './policy.ts';

/** Who asks, as IAM's policies see it. */
export type IamPrincipal =
  | {
      readonly kind: 'role';
      /** `arn:aws:iam::<account>:role/…` */
      readonly arn: string;
      /** `arn:aws:sts::<account>:assumed-role/<name>/<session>` */
      readonly sessionArn: string;
      readonly accountId: string;
    }
  /** `arn:aws:iam::<account>:user/…` */
  | { readonly kind: 'user'; readonly arn: string; readonly accountId: string }
  | { readonly kind: 'root'; readonly accountId: string }
  | { readonly kind: 'service'; readonly service: string }
  /** Somebody whom an identity provider vouches for, before a role is assumed. */
  | { readonly kind: 'federated'; readonly provider: string }
  /** Anybody, without credentials. */
  | { readonly kind: 'anonymous' };

export type IamRequest = {
  readonly principal: IamPrincipal;
  /** `glue:GetTable` */
  readonly action: string;
  /** ARN, or `*` where the action has no resource level. */
  readonly resource: string;
  readonly resourceAccount: string;
  /** Role trust and KMS keys: the resource's policy must allow, identity alone is not enough. */
  readonly mustAllowByResource?: boolean;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /**
   * Whether the request may have a value for a key (in lower case) that `context` leaves out. Conditions on such
   * a key are unknown. By default a key that is left out is absent.
   */
  readonly mayHaveKey?: (key: string) => boolean;
};

/** Policies that apply to a request; what is absent does not limit. */
export type IamPolicies = {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: readonly NamedPolicy[];
  /** By level of the organisation; each level must allow. */
  readonly scps?: readonly (readonly NamedPolicy[])[];
  readonly rcps?: readonly (readonly NamedPolicy[])[];
  /** The account that neither SCPs nor RCPs limit. */
  readonly managementAccount?: string;
  readonly resource?: NamedPolicy;
  /** The policy of the VPC endpoint that the request goes through. */
  readonly endpoint?: NamedPolicy;
  /** Grants on the KMS key that the request is about. */
  readonly keyGrants?: readonly KeyGrant[];
};
