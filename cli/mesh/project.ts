import { join } from 'node:path';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import type { Environment, Mesh } from '../../core/spec/mesh.ts';
import { checkMesh } from '../commands/check-mesh.ts';
import { environmentOf, sandboxEnvironment } from './environment.ts';
import { findMeshRoot } from './find-root.ts';

/** A mesh that a command acts on in one environment: its files are valid, the sandbox's state is in `.mesh/`. */
export type Project = {
  readonly root: string;
  readonly stateDirectory: string;
  readonly files: ReadonlyMap<string, string>;
  readonly mesh: Mesh;
  readonly environment: Environment;
  readonly warnings: readonly Diagnostic[];
};

export type InvalidProject = {
  readonly root: string;
  readonly files: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
};

/** The environment is the one in the sandbox, unless another is named. */
export async function loadProject(
  directory: string,
  environment?: string,
): Promise<Project | InvalidProject> {
  const root = findMeshRoot(directory);
  const { mesh, files, diagnostics } = await checkMesh({ root, now: new Date() });
  if (!mesh || diagnostics.some(({ severity }) => severity === 'error')) return { root, files, diagnostics };
  return {
    root,
    stateDirectory: join(root, '.mesh'),
    files,
    mesh,
    environment: environment === undefined ? sandboxEnvironment(mesh) : environmentOf(mesh, environment),
    warnings: diagnostics,
  };
}
