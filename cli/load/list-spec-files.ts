import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FILES_MAX = 100_000;
const DEPTH_MAX = 8;

const ROOTS = ['domains', 'governance'];
const SPEC_FILE = /\.(ya?ml|sql)$/i;

/** Paths of what people write of a mesh: `mesh.yaml` and the YAML and SQL below `domains` and `governance`. */
export function listSpecFiles(root: string): string[] {
  const paths: string[] = statSync(join(root, 'mesh.yaml'), { throwIfNoEntry: false })?.isFile()
    ? ['mesh.yaml']
    : [];
  for (const directory of ROOTS) listBelow(root, directory, paths);
  return paths;
}

/** Not asynchronous: a mesh has thousands of small directories, and each would wait for a turn. */
function listBelow(root: string, directory: string, paths: string[], depth = 0): void {
  if (depth > DEPTH_MAX) return;
  for (const entry of entriesOf(join(root, directory))) {
    const path = `${directory}/${entry.name}`;
    // Links are not followed: they could leave the mesh.
    if (entry.isDirectory() && !entry.name.startsWith('.')) listBelow(root, path, paths, depth + 1);
    else if (entry.isFile() && SPEC_FILE.test(entry.name) && paths.length < FILES_MAX) paths.push(path);
  }
}

function entriesOf(directory: string): Dirent[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
