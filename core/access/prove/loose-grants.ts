import type { Grant } from '../lakeformation/grant.ts';
import type { WorldGrant } from '../world/world-lake.ts';
import { inWords, nameOf, reasonOf } from './grant-words.ts';
import type { Mesh } from './mesh-of-world.ts';
import type { Refutation } from './proof.ts';

/** Grants that are to no single role, that may be handed on, or that reach beyond what they name. */
export function looseGrants(grants: readonly WorldGrant[], mesh: Mesh): readonly Refutation[] {
  return grants.flatMap((declared): Refutation[] => {
    const { grant, owner } = declared;
    const words = whyLoose(grant, mesh, owner);
    if (words === undefined) return [];
    const name = nameOf(grant.principal);
    return [
      {
        claim: 'separation',
        from: mesh.partyOf(grant.principal),
        to: owner,
        principal: name,
        what: words,
        path: [
          {
            principal: name,
            actions: grant.permissions,
            resource: inWords(grant.resource),
            because: [reasonOf(grant, declared)],
          },
        ],
      },
    ];
  });
}

function whyLoose({ principal, resource, grantable }: Grant, mesh: Mesh, owner: string): string | undefined {
  const on = inWords(resource);
  if (!principal.includes(':role/')) return `is granted ${on} as a whole, and no role of its is named`;
  if (grantable.length > 0) return `may grant ${on} on to others`;
  if (resource.kind === 'catalog' || resource.kind === 'tag') return `may change what ${on} opens`;
  if (resource.kind === 'data-location') {
    const holder = mesh.ownerOfLocation(resource.location);
    if (holder !== undefined && !mesh.partiesOf(principal).includes(holder)) {
      return `may make tables over ${on}, which is of ${holder}`;
    }
  }
  return mesh.hasRole(principal) || mesh.partyOf(principal) === owner
    ? undefined
    : `is granted ${on}, and no template has this role`;
}
