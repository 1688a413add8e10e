import { closest } from 'fastest-levenshtein';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Mesh } from '../../core/spec/mesh.ts';

/** The domain that owns what the mesh has once; it has stacks as the others do. */
export const PLATFORM_DOMAIN = 'platform';

/** The name of a domain that has stacks, or an error that names those. */
export function knownDomain(mesh: Mesh, name: string): string {
  const names = [PLATFORM_DOMAIN, ...mesh.domains.map((domain) => domain.name)];
  if (names.includes(name)) return name;
  throw new MeshError(`the mesh has no domain "${name}"`, {
    code: 'UnknownDomain',
    hint: `did you mean "${closest(name, names)}"? there are: ${names.join(', ')}`,
  });
}
