import { resolve } from 'node:path';
import { loadSpecFiles } from '../../../../cli/load/load-spec-files.ts';
import { prove } from '../../../../core/access/prove/prove.ts';
import type { Proof } from '../../../../core/access/prove/proof.ts';
import { buildWorld } from '../../../../core/access/world/build-world.ts';
import type { Environment, Mesh } from '../../../../core/spec/mesh.ts';
import { resolveMesh } from '../../../../core/spec/resolve-mesh.ts';
import type { SpecFiles } from '../../../../core/spec/spec-files.ts';
import { synthesizeMesh } from '../../../lib/synthesized-mesh.ts';
import { LIKE_NAMED, likeNamedMesh } from './like-named-mesh.ts';
import { type Assembly, readAssembly } from './mutants/assembly.ts';

/** Before any subscription of the meshes expires. */
export const NOW = new Date('2026-11-22T12:00:00Z');

/** A mesh that is synthesized, and can be proved as it is or changed. */
export type Subject = {
  readonly name: string;
  readonly assembly: Assembly;
  readonly proofOf: (assembly: Assembly) => Proof;
};

export function likeNamed(): Subject {
  return subject('like names', likeNamedMesh(), LIKE_NAMED.environment);
}

/** The example, with real subscriptions; some kinds of weakening have no place in it. */
export async function aviation(): Promise<Subject> {
  const { files } = await loadSpecFiles(resolve(import.meta.dirname, '../../../../examples/aviation'));
  return subject('aviation', files, 'local');
}

function subject(name: string, files: SpecFiles, environmentName: string): Subject {
  const { mesh, diagnostics } = resolveMesh(files, { now: NOW });
  const environment = mesh?.environments.find((one) => one.name === environmentName);
  if (!mesh || !environment) throw new Error(JSON.stringify(diagnostics));
  const assembly = readAssembly(synthesizeMesh(files, { environment: environmentName }));
  return { name, assembly, proofOf: (changed) => proofOf(changed, mesh, environment) };
}

function proofOf({ stacks, documents }: Assembly, mesh: Mesh, environment: Environment): Proof {
  const world = buildWorld({ stacks, documentOf: (key) => documents.get(key) });
  return prove(world, mesh, { environment, now: NOW });
}
