import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MeshError } from '../../core/errors/mesh-error.ts';

/**
 * The mesh that a command is about: the nearest directory upwards with a `mesh.yaml`,
 * or the one that the nearest `package.json` names under `"mesh"`.
 */
export function findMeshRoot(from: string): string {
  let directory = resolve(from);
  for (;;) {
    if (existsSync(join(directory, 'mesh.yaml'))) return directory;
    const named = meshOfPackage(directory);
    if (named !== undefined) return named;
    const parent = dirname(directory);
    if (parent === directory) break;
    directory = parent;
  }
  throw new MeshError(`no mesh.yaml in ${resolve(from)} or above it`, {
    code: 'MeshNotFound',
    hint: 'go into a mesh, or name one: mesh -C <directory> …',
  });
}

function meshOfPackage(directory: string): string | undefined {
  const path = join(directory, 'package.json');
  if (!existsSync(path)) return undefined;
  // package.json is read for one optional key only.
  const { mesh } = JSON.parse(readFileSync(path, 'utf8')) as { readonly mesh?: unknown };
  return typeof mesh === 'string' ? resolve(directory, mesh) : undefined;
}
