import type { World } from '../world/world.ts';
import type { ResourceOf, WorldResource } from '../world/world-resource.ts';
import type { Mesh } from './mesh-of-world.ts';
import { OUTSIDE, type Refutation } from './proof.ts';
import { NOTED, type SharedUses } from './shared.ts';
import { type Wired, wired } from './wired.ts';

/** What is sent on or copied to somebody else, without anybody's request. */
export function outflows(world: World, mesh: Mesh, shared: SharedUses): readonly Refutation[] {
  const known = new Map(world.resources.map((one) => [one.arn, one]));
  return world.resources.flatMap((one) => {
    if (one.kind === 'bucket') return copies(one, mesh);
    return one.kind === 'sender' ? sendings(one, { known, shared }) : [];
  });
}

function copies(bucket: ResourceOf<'bucket'>, mesh: Mesh): readonly Refutation[] {
  return bucket.copiesTo.flatMap((resource) => {
    const to = mesh.ownerOfLocation(resource) ?? OUTSIDE;
    if (to === bucket.owner) return [];
    return [outflow(bucket, { to, resource, what: 'is copied to', action: 's3:ReplicateObject' })];
  });
}

type Known = ReadonlyMap<string, World['resources'][number]>;

function sendings(
  sender: ResourceOf<'sender'>,
  { known, shared }: { readonly known: Known; readonly shared: SharedUses },
): readonly Refutation[] {
  return sender.targets.flatMap(({ arn: resource }) => {
    if (!resource.startsWith('arn:')) {
      shared.note(NOTED.addresses.what);
      return [];
    }
    const receiver = known.get(resource) ?? known.get(withoutQualifier(resource));
    const to = receiver?.owner ?? OUTSIDE;
    if (to === sender.owner || (receiver && shared.takes(receiver, sender.owner))) return [];
    return [outflow(sender, { to, resource, what: 'sends on to', action: 'events:PutEvents' })];
  });
}

function outflow(
  { arn, owner, origin }: WorldResource,
  { to, what, ...way }: Pick<Wired, 'action' | 'resource' | 'to' | 'what'>,
): Refutation {
  const sentence = `${what} ${way.resource}, which is of ${to}`;
  return wired({ ...way, from: to, to: owner, principal: arn, what: sentence, origin });
}

/** A version or an alias is the machine's or function's own. */
function withoutQualifier(arn: string): string {
  return arn.replace(/^(arn:[^:]*:(?:states|lambda):[^:]*:[^:]*:[^:]*:[^:]*):[^:]+$/, '$1');
}
