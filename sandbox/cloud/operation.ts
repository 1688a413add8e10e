import type { Caller } from './caller.ts';
import type { Cloud } from './cloud.ts';

/** Values of condition keys, for example `{ 's3:prefix': 'a/' }`; an absent key is absent. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

/** One action on one resource that IAM must allow before an operation is handled. */
export type AuthorizationRequest = {
  /** `glue:GetTable` */
  readonly action: string;
  /** ARN, or `*` where the action has no resource level. */
  readonly resource: string;
  /** Account that owns the resource; the caller's unless given. */
  readonly resourceAccount?: string;
  /** The resource's own policy, as parsed JSON, where the resource has one. */
  readonly resourcePolicy?: unknown;
  /** Role trust and KMS key policies: the resource's policy must allow, identity alone is not enough. */
  readonly mustAllowByResource?: boolean;
  readonly context?: ConditionContext;
};

export type RequestContext = {
  readonly cloud: Cloud;
  readonly caller: Caller;
  readonly accountId: string;
  readonly region: string;
  readonly requestId: string;
  readonly now: Date;
};

/** One API operation: which permissions it needs, and what it does. */
export type Operation<Input, Output> = {
  readonly service: string;
  readonly name: string;
  /** Members of the input that are understood; a call with another one is refused. @default - all are passed on */
  readonly members?: readonly (keyof Input & string)[];
  readonly authorize: (input: Input, context: RequestContext) => readonly AuthorizationRequest[];
  readonly handle: (input: Input, context: RequestContext) => Output | Promise<Output>;
};

/**
 * Typed by the SDK's own shapes: `defineOperation<GetTableCommandInput, GetTableCommandOutput>({ … })`.
 * Outputs leave `$metadata` out: the gateway adds it on the wire.
 */
export function defineOperation<Input, Output>(
  operation: Operation<Input, Omit<Output, '$metadata'>>,
): Operation<Input, Omit<Output, '$metadata'>> {
  return operation;
}
