import { pseudoParameters } from '../../cloudformation/pseudo-parameters.ts';
import { type ResolveScope, resolveValue } from '../../cloudformation/resolve-value.ts';
import { templateError } from '../../cloudformation/template-error.ts';
import { arnOf, NAMING, physicalName, refersByArn } from './physical-arn.ts';
import type { Origin, Owner, WorldUnknown } from './world.ts';
import type { WorldStack } from './world-input.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A resource of a stack, with every intrinsic function replaced by what it will be. */
export type ResolvedResource = {
  readonly type: string;
  readonly logicalId: string;
  /** As the template has it, or one that stands for what AWS will make up. */
  readonly name: string;
  readonly arn: string;
  readonly properties: Properties;
  readonly owner: Owner;
  readonly origin: Origin;
  readonly stack: WorldStack;
};

/** Says whose a resource is. */
export type OwnerOf = (stack: WorldStack, name: string) => Owner;

/** The resources of a stack; one whose properties cannot be told is an unknown. */
export function resolveStack(
  stack: WorldStack,
  ownerOf: OwnerOf,
): readonly (ResolvedResource | WorldUnknown)[] {
  const scope = resolveScope(stack);
  return Object.entries(stack.template.Resources).map(([logicalId, { Type, Properties }]) => {
    const origin = { stack: stack.path, logicalId, ...stack.placeOf?.(logicalId) };
    try {
      // Resolving keeps the shape: a record stays a record.
      const properties = resolveValue(Properties ?? {}, scope, logicalId) as Properties;
      const name = physicalName(Type, properties) ?? generatedName(stack, logicalId);
      const arn = arnOf(Type, { name, properties, place: stack });
      const owner = ownerOf(stack, name);
      return { type: Type, logicalId, name, arn, properties, owner, origin, stack };
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      return { what, owner: ownerOf(stack, logicalId), origin };
    }
  });
}

/** AWS makes up a name where a resource has none, so that ours only must be like no other. */
const generatedName = (stack: WorldStack, logicalId: string): string => `${stack.name}.${logicalId}`;

function resolveScope(stack: WorldStack): ResolveScope {
  const { template, name: stackName, account, region } = stack;
  const known = pseudoParameters({ name: stackName, id: stackName, account, region });
  const identities = new Map<string, { readonly ref: string; readonly arn: string }>();
  const scope: ResolveScope = {
    ref: (id) => (id in known ? known[id] : identityOf(id)?.ref),
    attribute: (id, attribute) => {
      const identity = identityOf(id);
      return attribute.endsWith('Arn') ? identity?.arn : identity && `«${stackName}/${id}.${attribute}»`;
    },
    condition: (id) => {
      throw templateError(`Conditions.${id}`, 'depends on what the stack is given');
    },
    mapping: (map, first, second) => template.Mappings?.[map]?.[first]?.[second],
  };
  return scope;

  function identityOf(logicalId: string) {
    const resource = template.Resources[logicalId];
    const seen = identities.get(logicalId);
    if (resource === undefined || seen !== undefined) return seen;
    const properties = namingProperties(resource.Properties ?? {}, scope, logicalId);
    const name = physicalName(resource.Type, properties) ?? generatedName(stack, logicalId);
    const arn = arnOf(resource.Type, { name, properties, place: stack });
    const identity = { ref: refersByArn(resource.Type) ? arn : name, arn };
    identities.set(logicalId, identity);
    return identity;
  }
}

/** Those of which an ARN may be made; the others may refer back to the resource. */
function namingProperties(properties: Properties, scope: ResolveScope, where: string): Properties {
  const naming = Object.entries(properties).filter(([key]) => NAMING.has(key));
  return resolveValue(Object.fromEntries(naming), scope, where) as Properties;
}
