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
  | { readonly kind: 'root'; readonly accountId: string }
  | { readonly kind: 'service'; readonly service: string };

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
};

/** Policies that apply to a request; what is absent does not limit. */
export type IamPolicies = {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: readonly NamedPolicy[];
  /** By level of the organisation; each level must allow. */
  readonly scps?: readonly (readonly NamedPolicy[])[];
  readonly rcps?: readonly (readonly NamedPolicy[])[];
  readonly resource?: NamedPolicy;
};
