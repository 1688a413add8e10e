import { buildCatalog, CATALOG_TYPES } from './build-catalog.ts';
import { buildLakes, LAKE_TYPES } from './build-lakes.ts';
import { buildResources, RESOURCE_TYPES } from './build-resources.ts';
import { buildRoles, ROLE_TYPES } from './build-roles.ts';
import { ATTACHED_TYPES, resourcePolicies } from './policies.ts';
import { type OwnerOf, type ResolvedResource, resolveStack } from './resolve-stack.ts';
import type { World, WorldUnknown } from './world.ts';
import type { WorldInput, WorldStack } from './world-input.ts';

/** Parts of other resources, or what nobody reads data through. */
const WITHOUT_ACCESS: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Dashboard',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::StepFunctions::StateMachineAlias',
  'AWS::StepFunctions::StateMachineVersion',
];

const KNOWN: ReadonlySet<string> = new Set([
  ...ATTACHED_TYPES,
  ...CATALOG_TYPES,
  ...LAKE_TYPES,
  ...RESOURCE_TYPES,
  ...ROLE_TYPES,
  ...WITHOUT_ACCESS,
]);

/** Reads the world from the templates of an assembly and the documents that they publish. */
export function buildWorld({ stacks, documentOf }: WorldInput): World {
  const ownerOf = owners(stacks);
  const all = distinct(stacks).flatMap((stack) => resolveStack(stack, ownerOf));
  const resources = all.filter((one): one is ResolvedResource => 'type' in one);
  const catalog = buildCatalog(resources, documentOf);
  const { roles, unknowns: inRoles } = buildRoles(resources);
  const { lakes, unknowns: inLakes } = buildLakes(resources, catalog, documentOf);
  const policiesOf = resourcePolicies(resources);
  return {
    accounts: new Set(stacks.map(({ account }) => account)),
    roles,
    resources: [...buildResources(resources, policiesOf), ...catalog.databases, ...catalog.tables],
    lakes,
    unknowns: [
      ...all.filter((one): one is WorldUnknown => 'what' in one),
      ...resources.filter(({ type }) => !KNOWN.has(type)).map(notUnderstood),
      ...catalog.unknowns,
      ...inRoles,
      ...inLakes,
    ],
  };
}

function notUnderstood({ type, owner, origin }: ResolvedResource): WorldUnknown {
  return { what: `nothing is known of ${type}: describe it in core/access/world`, owner, origin };
}

/** Domains that share an account synthesize the same foundation: it is deployed once. */
function distinct(stacks: readonly WorldStack[]): readonly WorldStack[] {
  return [
    ...new Map(stacks.map((stack) => [`${stack.account}/${stack.region}/${stack.name}`, stack])).values(),
  ];
}

const domainOf = ({ path }: WorldStack): string => path.split('/')[0] ?? path;

/**
 * A stack's resources are its domain's; what stands in a stack of several domains belongs to the one whose name is
 * in its own. Tags say it, too, but who holds a role could have given it the tag of another.
 */
function owners(stacks: readonly WorldStack[]): OwnerOf {
  const sharers = Map.groupBy(stacks, ({ account, name }) => `${account}/${name}`);
  return (stack, name) => {
    const domains = (sharers.get(`${stack.account}/${stack.name}`) ?? []).map(domainOf);
    const named = domains
      .filter((domain) => name.includes(`-${domain}-`))
      .toSorted((a, b) => b.length - a.length);
    return named[0] ?? domainOf(stack);
  };
}
