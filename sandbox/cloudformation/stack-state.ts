import { createHash } from 'node:crypto';
import type { ResolvedProperties } from '../../core/cloudformation/diff-properties.ts';
import type { Retention, Template } from '../../core/cloudformation/template.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Scope } from '../cloud/store.ts';
import type { Attributes } from './resource-provider.ts';
import type { StackStatus } from './stack-event.ts';
import type { StackInput } from './stack-input.ts';

/** What was last deployed completely. */
export type Deployed = {
  readonly hash: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
};

export type StackRecord = {
  readonly name: string;
  readonly id: string;
  readonly status: StackStatus;
  readonly reason?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly terminationProtection: boolean;
  readonly executionRoleArn: string;
  readonly constructPaths: Readonly<Record<string, string>>;
  /** Of the newest deployment, whatever became of it. @default - those that are deployed */
  readonly tags?: Readonly<Record<string, string>>;
  readonly deployed?: Deployed;
  /** What is being deployed: a process that is killed meanwhile is followed by one that goes on with it. */
  readonly pending?: StackInput & { readonly keepsFailed?: boolean };
};

/** One physical resource. */
export type PhysicalResource = {
  readonly logicalId: string;
  readonly type: string;
  readonly token: string;
  /** Absent while a resource is being made whose id its service chooses. */
  readonly physicalId?: string;
  readonly properties: ResolvedProperties;
  readonly attributes: Attributes;
  /** Logical ids that it was made after. */
  readonly dependencies: readonly string[];
  readonly onDelete: Retention;
  readonly onReplace: Retention;
};

/**
 * A resource of a stack. Written before and after each step: `creating` and `updating` mean that the process
 * may have died in the middle. `before` is the last good state, kept until the whole stack has succeeded:
 * `null` for a resource that this deployment made.
 */
export type ResourceRecord = PhysicalResource & {
  readonly status: 'creating' | 'updating' | 'complete';
  /** While `updating`: the property sets that may still be in effect in part, oldest first. */
  readonly attempted?: readonly ResolvedProperties[];
  /** It was there before the stack adopted it: until the stack has succeeded, it is not the stack's to delete. */
  readonly isImported?: boolean;
  readonly before?: (PhysicalResource & { readonly isDeleted: boolean }) | null;
};

/** A physical resource that is out of the stack and has still to be deleted. */
export type Garbage = PhysicalResource;

export type StackState = ReturnType<typeof stackState>;

/** The durable state of one stack. */
export function stackState(cloud: Cloud, scope: Scope, stackName: string) {
  const stacks = cloud.store.collection<StackRecord>('cloudformation.stack');
  const resources = cloud.store.collection<ResourceRecord>('cloudformation.resource');
  const garbage = cloud.store.collection<Garbage>('cloudformation.garbage');
  // A stack's name has no slash, so that one name is never the beginning of another's keys.
  const prefix = `${stackName}/`;
  const garbageKey = (item: Garbage): string => `${prefix}${item.logicalId}/${item.token}`;
  return {
    read: () => stacks.get(scope, stackName),
    write: (record: StackRecord) => stacks.put(scope, stackName, record),
    forget: () => stacks.delete(scope, stackName),
    resource: (logicalId: string) => resources.get(scope, prefix + logicalId),
    resources: () => resources.list(scope, prefix).map(([, record]) => record),
    putResource: (record: ResourceRecord) => resources.put(scope, prefix + record.logicalId, record),
    removeResource: (logicalId: string) => resources.delete(scope, prefix + logicalId),
    garbage: () => garbage.list(scope, prefix).map(([, item]) => item),
    putGarbage: (item: Garbage) => garbage.put(scope, garbageKey(item), item),
    removeGarbage: (item: Garbage) => garbage.delete(scope, garbageKey(item)),
    transaction: <T>(work: () => T): T => cloud.store.transaction(work),
  };
}

/** Changes whenever what is asked for changes. */
export function deploymentHash(wanted: Omit<Deployed, 'hash' | 'outputs'>, parameters: unknown): string {
  const { template, tags } = wanted;
  return createHash('sha256').update(JSON.stringify({ template, tags, parameters })).digest('hex');
}
