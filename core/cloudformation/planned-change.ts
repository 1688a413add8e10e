import { isRecord } from './intrinsic.ts';
import { heldBy } from './stateful-types.ts';
import type { TemplateResource } from './template.ts';

/** What a deployment does with a resource; `leave` takes it out of the stack and lets it be. */
export const ACTS = ['replace', 'delete', 'may-replace', 'leave', 'create', 'update'] as const;
export type Act = (typeof ACTS)[number];

/** What becomes of that which a resource holds. */
export type Fate = 'lost' | 'may be lost' | 'kept';

export type PlannedChange = {
  readonly logicalId: string;
  readonly type: string;
  /** Physical name where the template gives one, or else the logical id. */
  readonly name: string;
  readonly act: Act;
  /** Properties that change; of a replacement those that force it. */
  readonly because: readonly string[];
  /** Present where something is at stake that a template cannot make again. */
  readonly data?: { readonly holds: string; readonly fate: Fate };
};

type Resource = Pick<TemplateResource, 'Type' | 'Properties' | 'DeletionPolicy' | 'UpdateReplacePolicy'>;

/** Whether a change makes CloudFormation replace the resource. */
export type Replacement = 'never' | 'maybe' | 'always';

export type ResourceComparison = {
  readonly logicalId: string;
  readonly before?: Resource;
  readonly after?: Resource;
  readonly replaces: Replacement;
  readonly changed: readonly { readonly property: string; readonly replaces: Replacement }[];
};

/** What a deployment would do with a resource of which two templates differ. */
export function planChange({ logicalId, before, after, ...differences }: ResourceComparison): PlannedChange {
  const { Type: type, Properties } = after ?? before ?? { Type: 'unknown' };
  const act = actOf({ before, after, replaces: differences.replaces });
  const forced = differences.changed.filter(({ replaces }) => replaces === differences.replaces);
  const fate = fateOf(act, before, after);
  const holds = heldBy(type);
  return {
    logicalId,
    type,
    name: physicalName(Properties) ?? logicalId,
    act,
    because: forced.map(({ property }) => property),
    ...(fate !== undefined && holds !== undefined && { data: { holds, fate } }),
  };
}

function actOf({
  before,
  after,
  replaces,
}: {
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
  readonly replaces: ResourceComparison['replaces'];
}): Act {
  if (!before) return 'create';
  if (!after) return isRetained(before.DeletionPolicy) ? 'leave' : 'delete';
  if (before.Type !== after.Type || replaces === 'always') return 'replace';
  return replaces === 'maybe' ? 'may-replace' : 'update';
}

const PROVISIONED: readonly string[] = ['Custom::FreeholdTables', 'Custom::FreeholdTokenKey'];

/**
 * A replaced resource stays only where both templates say so: AWS does not document which of them it follows.
 * What provisions a product's tables, or the key of tokens, never drops them.
 */
function fateOf(act: Act, before: Resource | undefined, after: Resource | undefined): Fate | undefined {
  if (act === 'create' || act === 'update' || !before) return undefined;
  if (PROVISIONED.includes(before.Type) || act === 'leave') return 'kept';
  if (act === 'delete') return 'lost';
  if (isRetained(before.UpdateReplacePolicy) && isRetained(after?.UpdateReplacePolicy)) return 'kept';
  return act === 'replace' ? 'lost' : 'may be lost';
}

function isRetained(policy: Resource['DeletionPolicy']): boolean {
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

const NAME_PROPERTIES = [
  'BucketName',
  'TableName',
  'RoleName',
  'FunctionName',
  'LogGroupName',
  'AliasName',
  'StateMachineName',
  'AlarmName',
  'DashboardName',
  'TopicName',
  'QueueName',
  'ArchiveName',
  'Name',
];

function physicalName(properties: Readonly<Record<string, unknown>> = {}): string | undefined {
  const nested = [properties['DatabaseInput'], properties['TableInput']].find(isRecord)?.['Name'];
  return [...NAME_PROPERTIES.map((key) => properties[key]), nested].find((name) => typeof name === 'string');
}

/** What needs a decision first: data that is lost, then data that stays behind, then the rest by act. */
export function byWeight(one: PlannedChange, other: PlannedChange): number {
  return weight(one) - weight(other);
}

function weight({ data, act }: PlannedChange): number {
  const fates: readonly (Fate | undefined)[] = ['lost', 'may be lost', 'kept', undefined];
  return fates.indexOf(data?.fate) * ACTS.length + ACTS.indexOf(act);
}
