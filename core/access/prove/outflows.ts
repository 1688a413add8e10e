import type { World } from '../world/world.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import type { Mesh } from './mesh-of-world.ts';
import { OUTSIDE, type Refutation } from './proof.ts';
import { NOTED, type SharedUses } from './shared.ts';
import { wired } from './wired.ts';

/** What is sent on or copied to somebody else, without anybody's request. */
export function outflows(world: World, mesh: Mesh, shared: SharedUses): readonly Refutation[] {
  const known = new Map(world.resources.map((one) => [one.arn, one]));
  return world.resources.flatMap((one) => {
    if (one.kind === 'bucket') return copies(one, mesh);
    return one.kind === 'sender' ? sendings(one, { known, shared }) : [];
  });
}

function copies({ arn, owner, origin, copiesTo }: ResourceOf<'bucket'>, mesh: Mesh): readonly Refutation[] {
  return copiesTo.flatMap((bucket) => {
    const to = mesh.ownerOfLocation(bucket) ?? OUTSIDE;
    if (to === owner) return [];
    const what = `is copied to ${bucket}, which is of ${to}`;
    return [
      wired({
        from: to,
        to: owner,
        principal: arn,
        what,
        action: 's3:ReplicateObject',
        resource: bucket,
        origin,
      }),
    ];
  });
}

type Known = ReadonlyMap<string, World['resources'][number]>;

function sendings(
  { arn, owner, origin, targets }: ResourceOf<'sender'>,
  { known, shared }: { readonly known: Known; readonly shared: SharedUses },
): readonly Refutation[] {
  return targets.flatMap((target) => {
    if (!target.arn.startsWith('arn:')) {
      shared.note(NOTED.addresses.what);
      return [];
    }
    const receiver = known.get(target.arn) ?? known.get(withoutQualifier(target.arn));
    const to = receiver?.owner ?? OUTSIDE;
    if (to === owner || (receiver && shared.takes(receiver, owner))) return [];
    const what = `sends on to ${target.arn}, which is of ${to}`;
    return [
      wired({
        from: to,
        to: owner,
        principal: arn,
        what,
        action: 'events:PutEvents',
        resource: target.arn,
        origin,
      }),
    ];
  });
}

/** A version or an alias is the machine's or function's own. */
function withoutQualifier(arn: string): string {
  return arn.replace(/^(arn:[^:]*:(?:states|lambda):[^:]*:[^:]*:[^:]*:[^:]*):[^:]+$/, '$1');
}
