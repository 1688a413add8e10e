import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveMesh } from '../../core/spec/resolve-mesh.ts';
import type { Mesh } from '../../core/spec/mesh.ts';

export const EXAMPLES = new URL('../../examples/', import.meta.url).pathname;

/** Text of the files of an example mesh, by path below it. */
export function readExample(name: string): Map<string, string> {
  const root = join(EXAMPLES, name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(yaml|sql|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/.mesh/') && !path.includes('/cdk.out/'));
  return new Map(files.map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]));
}

/** An example mesh, resolved; fails where anything is wrong with it. */
export function resolveExample(name: string): Mesh {
  const { mesh, diagnostics } = resolveMesh(readExample(name), { now: new Date('2026-11-22T12:00:00Z') });
  if (mesh === undefined) throw new Error(JSON.stringify(diagnostics, undefined, 2));
  return mesh;
}
