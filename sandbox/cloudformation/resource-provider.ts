import type { z } from 'zod';
import type { ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { ServiceCalls } from './service-calls.ts';

export type Attributes = Readonly<Record<string, unknown>>;

/** What a provider knows while it works on one resource. */
export type ResourceContext = {
  /** Calls services as CloudFormation's execution role, so that IAM and Lake Formation are enforced. */
  readonly call: ServiceCalls;
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  /** Belongs to one physical resource; the same again when its creation is run again. */
  readonly token: string;
};

export type Made = {
  readonly physicalId: string;
  /** Given where reading cannot tell, as for custom resources; else `read` answers them. */
  readonly attributes?: Attributes;
};

export type PropertyChange<Properties> = {
  /** What was asked for before; after a crash the resource may hold it, the desired state, or a mix. */
  readonly previous: Properties;
  readonly desired: Properties;
};

/**
 * How one resource type is made. Every function is safe to run again: `update` ends in the desired state from
 * any mix, `delete` of what is absent does nothing.
 */
export type ResourceProvider<Properties> = {
  readonly type: string;
  /** Refuses what it does not know; see `property-schemas.ts`. */
  readonly properties: z.ZodType<Properties>;
  /** Paths of properties that cannot be changed in place, for example `TableInput.Name`. */
  readonly createOnly: readonly string[];
  /** Two of them cannot be there at once, so the old one goes first. */
  readonly deletesBeforeReplacing?: boolean;
  /** `create` may simply be run again; otherwise a half-made resource is deleted first. */
  readonly createsAgain?: boolean;
  /** Takes over what is there already, as AWS's own handler does; otherwise a taken name fails. */
  readonly overwrites?: boolean;
  /** Shape of the `Tags` property: stack tags are merged into it. */
  readonly tags?: 'list' | 'map';
  /** Physical id, where it is known before the resource exists. */
  readonly identify?: (properties: Properties, context: ResourceContext) => string;
  readonly create: (properties: Properties, context: ResourceContext) => Promise<Made>;
  /** Attributes for `Fn::GetAtt`, or `undefined` when there is no such resource. */
  readonly read: (
    physicalId: string,
    context: ResourceContext,
    properties: Properties,
  ) => Promise<Attributes | undefined>;
  /**
   * The properties as the services hold them now, in the template's words, or `undefined` when the resource is gone.
   * Drift compares those that the template sets; one that cannot be read is left out, and one that is unset is
   * `undefined`. Absent where only a function or nobody knows: then drift is not checked, as for such types on AWS.
   */
  readonly describe?: (
    physicalId: string,
    context: ResourceContext,
    properties: Properties,
  ) => Promise<Readonly<Partial<Record<keyof Properties & string, unknown>>> | undefined>;
  /** Properties or attributes that name a resource for an import; absent where CloudFormation imports none. */
  readonly identifiers?: readonly string[];
  readonly update: (
    physicalId: string,
    change: PropertyChange<Properties>,
    context: ResourceContext,
  ) => Promise<Made | undefined>;
  readonly delete: (physicalId: string, context: ResourceContext, properties: Properties) => Promise<void>;
  /** What `Ref` answers, where it is not the physical id. */
  readonly ref?: (physicalId: string, properties: Properties) => string;
};

/** A provider without its own property type: it takes resolved properties, and checks them itself. */
export type AnyProvider = ResourceProvider<ResolvedProperties> & {
  /** Top-level property names, or `undefined` where any name is allowed. */
  readonly propertyNames: readonly string[] | undefined;
};
