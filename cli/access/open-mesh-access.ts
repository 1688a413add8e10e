import { buildWorld } from '../../core/access/world/build-world.ts';
import { type MeshAccess, meshAccess } from '../../core/access/explain/mesh-access.ts';
import { loadWorld } from '../deploy/load-world.ts';
import { wantedStacks } from '../deploy/wanted-stacks.ts';
import type { Project } from '../mesh/project.ts';
import { flagText } from '../verbs/flags.ts';
import type { Invocation } from '../verbs/verb.ts';

/** Who may read what by the assembly of a mesh: one that is named, or that is synthesized unless it is there. */
export async function openMeshAccess(
  project: Project,
  { output, platformRoot }: Invocation,
  options: Readonly<Record<string, string | boolean | undefined>>,
): Promise<MeshAccess> {
  const app = flagText(options, 'app');
  output.live('synthesize …');
  const { assembly } = await wantedStacks(project, {
    platformRoot,
    patterns: [],
    ...(app !== undefined && { app }),
  });
  output.live('read policies and grants …');
  return meshAccess(buildWorld(loadWorld(assembly)), project.mesh, project.environment);
}
