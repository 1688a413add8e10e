import type { ResolvedResource } from '../resolve-stack.ts';
import type { WorldStack } from '../world-input.ts';
import type { LiveAccount, LiveResource, LiveStackResource } from './live-account.ts';

/** Construct path of a stack by its name and account; undefined where it is none of the mesh's. */
export type LiveStackPath = (stack: string, account: string) => readonly string[];

/** Owner of what no stack of the mesh made. */
export const NO_STACK = 'nobody';

/** Resources with whose they are and what made them. */
export function liveOrigins(account: LiveAccount, pathOf: LiveStackPath): readonly ResolvedResource[] {
  const made = new Map(account.stacks.flatMap((one) => keysOf(one).map((key) => [key, one] as const)));
  const databases = new Map<string, ResolvedResource>();
  const found = account.resources.map((resource): ResolvedResource => {
    const by = [resource.arn, resource.name, lastPart(resource.arn)]
      .map((id) => made.get(`${resource.type} ${id}`))
      .find((one) => one !== undefined);
    const resolved = place(resource, account, by && { ...by, paths: pathOf(by.stack, account.account) });
    if (resource.type === 'AWS::Glue::Database') databases.set(resource.name, resolved);
    return resolved;
  });
  // Functions make tables, so that no stack has them: a table is its database's.
  return found.map((one) => {
    const database =
      one.type === 'AWS::Glue::Table' ? databases.get(String(one.properties['DatabaseName'])) : undefined;
    return database ? { ...one, owner: database.owner, origin: database.origin } : one;
  });
}

type Maker = LiveStackResource & { readonly paths: readonly string[] };

function place(resource: LiveResource, at: LiveAccount, by: Maker | undefined): ResolvedResource {
  const { account, region } = at;
  const path = by && pathFor(by.paths, resource.name);
  const stack: WorldStack = {
    path: path ?? `account ${account}`,
    name: by?.stack ?? '',
    account,
    region,
    template: { Resources: {} },
  };
  const logicalId = by?.logicalId ?? resource.name;
  return {
    ...resource,
    logicalId,
    owner: path?.split('/')[0] ?? NO_STACK,
    origin: { stack: stack.path, logicalId },
    stack,
  };
}

/** Domains that share an account share its foundation, in which a name says whose it is. */
function pathFor(paths: readonly string[], name: string): string | undefined {
  const named = paths
    .filter((path) => name.includes(`-${path.split('/')[0]}-`))
    .toSorted((a, b) => b.length - a.length);
  return named[0] ?? paths[0];
}

function keysOf({ type, physicalId }: LiveStackResource): readonly string[] {
  return [`${type} ${physicalId}`, `${type} ${lastPart(physicalId)}`];
}

const lastPart = (id: string): string => id.split(/[:/|]/).at(-1) ?? id;
