import { existsSync, statSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';

const PACKAGE = 'npm:';

/**
 * Path on this machine of a file to land: below the mesh, or in an installed package (`npm:<package>/<path>`),
 * looked for as Node does it, in every `node_modules` from the mesh upwards. `undefined` where there is none.
 */
export function findLandingFile(root: string, from: string): string | undefined {
  if (!from.startsWith(PACKAGE)) return existing(join(root, from));
  const inside = from.slice(PACKAGE.length);
  const top = parse(root).root;
  for (let directory = root; ; directory = dirname(directory)) {
    const found = existing(join(directory, 'node_modules', inside));
    if (found !== undefined || directory === top) return found;
  }
}

const existing = (path: string): string | undefined =>
  existsSync(path) && statSync(path).isFile() ? path : undefined;
