import { join, resolve } from 'node:path';
import { type AssemblyStack, readAssemblyStacks } from './assembly.ts';
import type { Project } from '../mesh/project.ts';
import { selectStacks } from './select-stacks.ts';
import { synthesize } from '../mesh/synthesize.ts';

export type WantedStacks = { readonly assembly: string; readonly stacks: readonly AssemblyStack[] };

/** The stacks that a command is about: of an assembly that is there, or of one that is synthesized now. */
export async function wantedStacks(
  project: Project,
  {
    platformRoot,
    patterns,
    app,
  }: { readonly platformRoot: string; readonly patterns: readonly string[]; readonly app?: string },
): Promise<WantedStacks> {
  const assembly = app === undefined ? await assemblyFor(project, platformRoot, patterns) : resolve(app);
  return { assembly, stacks: selectStacks(readAssemblyStacks(assembly), patterns) };
}

/** Only one domain is synthesized where only one is asked for: the time does not grow with the mesh. */
async function assemblyFor(
  { root, stateDirectory, mesh, environment, files }: Project,
  platformRoot: string,
  patterns: readonly string[],
): Promise<string> {
  const domains = new Set(patterns.map((pattern) => pattern.split('/')[0] ?? ''));
  const [only] = domains;
  const isOne = domains.size === 1 && mesh.domains.some(({ name }) => name === only);
  const name = isOne ? `${environment.name}--${only}` : environment.name;
  const { assembly } = await synthesize({
    platformRoot,
    meshRoot: root,
    environment: environment.name,
    ...(isOne && only !== undefined && { domain: only }),
    lints: !environment.isSandbox,
    assembly: join(stateDirectory, 'assemblies', name),
    files,
  });
  return assembly;
}
