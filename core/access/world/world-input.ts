import type { Template } from '../../cloudformation/template.ts';

/** A stack of an assembly, as far as the world is read from it. */
export type WorldStack = {
  /** Construct path: `operations/Namespace`; the first part is the domain. */
  readonly path: string;
  /** Physical name; domains that share an account have the same foundation. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  /** Where the construct of a logical id stands, as the assembly's metadata tells. */
  readonly placeOf?: (logicalId: string) => WorldPlace | undefined;
};

export type WorldPlace = { readonly construct: string; readonly source?: string };

export type WorldInput = {
  readonly stacks: readonly WorldStack[];
  /** A document that the stacks publish, by its key in the bucket of assets. */
  readonly documentOf: (key: string) => unknown;
};
