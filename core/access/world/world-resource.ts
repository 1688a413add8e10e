import type { Origin, Owner, WorldPolicy } from './world.ts';

type Common = {
  readonly arn: string;
  readonly account: string;
  readonly owner: Owner;
  /** The resource's own policy, of all the statements that stand in the templates for it. */
  readonly policy?: WorldPolicy;
  readonly origin: Origin;
};

/** Something that policies name and that may hold data, or the way to it. */
export type WorldResource = Common &
  (
    | {
        readonly kind: 'bucket';
        readonly name: string;
        readonly keyArn?: string;
        /** ARNs of buckets that its objects are copied to. */
        readonly copiesTo: readonly string[];
        /** As which they are copied. */
        readonly roleArn?: string;
      }
    | { readonly kind: 'key'; readonly aliases: readonly string[] }
    | WorldDatabase
    | WorldTable
    | {
        readonly kind: 'workgroup';
        readonly name: string;
        /** ARN below which results are written: `arn:aws:s3:::bucket/analyst/`. */
        readonly results?: string;
        /** Whether a caller cannot choose another place for results. */
        readonly isEnforced: boolean;
        readonly keyArn?: string;
      }
    | { readonly kind: 'function'; readonly name: string; readonly roleArn: string }
    | { readonly kind: 'state-machine'; readonly name: string; readonly roleArn: string }
    | { readonly kind: 'role'; readonly name: string }
    /** Where what is sent to the resource is sent on to: a rule's or a schedule's targets, a topic's subscribers. */
    | { readonly kind: 'sender'; readonly targets: readonly WorldTarget[] }
    | { readonly kind: OtherKind; readonly name: string }
  );

export type WorldTarget = { readonly arn: string; readonly roleArn?: string };

/** Kinds of which nothing but name and policy matters. */
export const OTHER_KINDS = [
  'alarm',
  'archive',
  'bus',
  'item-table',
  'key-alias',
  'log-group',
  'managed-policy',
  'objective',
  'parameter',
  'queue',
  'schedule-group',
  'secret',
  'topic',
] as const;
export type OtherKind = (typeof OTHER_KINDS)[number];

export type ResourceOf<K extends WorldResource['kind']> = Extract<WorldResource, { readonly kind: K }>;

type WorldDatabase = {
  readonly kind: 'database';
  readonly name: string;
  /** What a resource link stands for. */
  readonly target?: { readonly account: string; readonly database: string };
  /** `arn:aws:s3:::bucket/prefix` */
  readonly location?: string;
};

type WorldTable = {
  readonly kind: 'table';
  readonly database: string;
  readonly name: string;
  /** In the table's order, partition keys last. */
  readonly columns: readonly string[];
  /** `arn:aws:s3:::bucket/prefix` */
  readonly location?: string;
  readonly target?: { readonly account: string; readonly database: string; readonly table: string };
};
