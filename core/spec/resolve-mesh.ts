import { readSql } from '../lineage/read-sql.ts';
import { type ResolvedMesh, type ResolveOptions, resolveMeshWith } from './mesh-resolution.ts';
import type { SpecFiles } from './spec-files.ts';

/** From the files of a mesh to the mesh: references looked up, defaults filled in, SQL understood. */
export function resolveMesh(files: SpecFiles, options: ResolveOptions): ResolvedMesh {
  return resolveMeshWith(readSql, files, options);
}
