import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { MeshError } from '../../core/errors/mesh-error.ts';

/** A stack of a cloud assembly, as far as commands speak of it. */
export type AssemblyStack = {
  /** Construct path, for example `operations/Namespace`; what patterns match. */
  readonly path: string;
  readonly domain: string;
  /** Physical name. Domains that share an account synthesize the same `Foundation`, so it is not unique. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly resources: number;
  readonly templateBytes: number;
  readonly templateFile: string;
  /** Of the stack itself. */
  readonly tags: Readonly<Record<string, string>>;
  /** Paths of the stacks that come before it. */
  readonly dependencies: readonly string[];
};

const StackArtifact = z.looseObject({
  type: z.literal('aws:cloudformation:stack'),
  environment: z.string(),
  displayName: z.string(),
  dependencies: z.array(z.string()).default([]),
  properties: z.looseObject({
    templateFile: z.string(),
    stackName: z.string(),
    tags: z.record(z.string(), z.string()).default({}),
  }),
});
type StackArtifact = z.infer<typeof StackArtifact>;
const Manifest = z.looseObject({ artifacts: z.record(z.string(), z.unknown()).default({}) });
const Template = z.looseObject({ Resources: z.record(z.string(), z.unknown()).default({}) });

/** Every stack of a cloud assembly, in its order; other artifacts are for other tools. */
export function readAssemblyStacks(directory: string): readonly AssemblyStack[] {
  const manifest = join(directory, 'manifest.json');
  if (!existsSync(manifest)) {
    throw new MeshError(`${directory} is no cloud assembly`, {
      code: 'NotAnAssembly',
      hint: 'make one: bin/mesh synth',
    });
  }
  const artifacts = new Map<string, StackArtifact>();
  for (const [id, raw] of Object.entries(readJson(manifest, Manifest).artifacts)) {
    const { success, data } = StackArtifact.safeParse(raw);
    if (success) artifacts.set(id, data);
  }
  return [...artifacts.values()].map((artifact) => ({
    ...stackOf(directory, artifact),
    dependencies: artifact.dependencies.flatMap((id) => artifacts.get(id)?.displayName ?? []),
  }));
}

function stackOf(directory: string, { displayName, environment, properties }: StackArtifact) {
  const [account = '', region = ''] = environment.replace('aws://', '').split('/');
  const templateFile = join(directory, properties.templateFile);
  return {
    path: displayName,
    domain: displayName.split('/')[0] ?? '',
    name: properties.stackName,
    account,
    region,
    resources: Object.keys(readTemplate(templateFile).Resources).length,
    templateBytes: statSync(templateFile).size,
    templateFile,
    tags: properties.tags,
  };
}

export function readTemplate(file: string): z.output<typeof Template> {
  return readJson(file, Template);
}

/** The CDK wrote the file; the schema takes what is used of it. */
function readJson<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
}
