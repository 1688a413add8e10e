import { join } from 'node:path';
import { z } from 'zod';
import { topologicalOrder } from '../../core/cloudformation/dependency-graph.ts';
import { parseTemplate } from '../../core/cloudformation/template.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import {
  type Artifact,
  AssemblyManifest,
  AssetManifestProperties,
  ConstructMetadata,
  NestedAssemblyProperties,
  StackProperties,
} from './cloud-assembly.ts';
import { constructPaths } from './construct-paths.ts';
import { readFileAssets } from './read-file-assets.ts';
import { readJson } from './read-json.ts';
import type { CloudAssembly, FileAsset, StackArtifact } from './stack-artifact.ts';

/** Stages within stages: far above what an app has, so that a link back cannot make reading endless. */
const NESTING_MAX = 8;

/** Reads a cloud assembly (`cdk.out`) with its stages; stacks come in dependency order. */
export function readAssembly(directory: string): CloudAssembly {
  const stacks = readDirectory(directory, NESTING_MAX);
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const order = topologicalOrder(new Map(stacks.map(({ id, dependencies }) => [id, new Set(dependencies)])));
  return { directory, stacks: order.map((id) => byId.get(id)).filter((stack) => stack !== undefined) };
}

function readDirectory(directory: string, depth: number): readonly StackArtifact[] {
  if (depth === 0)
    throw new MeshError(`${directory}: stages are nested too deeply`, { code: 'AssemblyUnreadable' });
  const { artifacts } = readJson(join(directory, 'manifest.json'), AssemblyManifest);
  return Object.entries(artifacts).flatMap(([id, artifact]) => {
    if (artifact.type === 'aws:cloudformation:stack') return [readStack(directory, id, artifacts)];
    if (artifact.type !== 'cdk:cloud-assembly') return [];
    const { directoryName } = NestedAssemblyProperties.parse(artifact.properties);
    return readDirectory(join(directory, directoryName), depth - 1);
  });
}

function readStack(
  directory: string,
  id: string,
  artifacts: Readonly<Record<string, Artifact>>,
): StackArtifact {
  const artifact = artifacts[id] ?? { type: '' };
  const properties = StackProperties.parse(artifact.properties);
  const template = parseTemplate(readJson(join(directory, properties.templateFile), z.unknown()));
  const dependencies = artifact.dependencies ?? [];
  return {
    id,
    displayName: artifact.displayName ?? id,
    name: properties.stackName ?? id,
    ...environmentOf(id, artifact.environment),
    template,
    parameters: properties.parameters ?? {},
    tags: properties.tags ?? {},
    terminationProtection: properties.terminationProtection ?? false,
    constructPaths: constructPaths(template, metadataOf(directory, artifact)),
    assets: dependencies.flatMap((name) => assetsOf(directory, artifacts[name])),
    dependencies: dependencies.filter((name) => artifacts[name]?.type === 'aws:cloudformation:stack'),
  };
}

function environmentOf(id: string, environment = ''): { readonly account: string; readonly region: string } {
  const [, account = '', region = ''] = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(environment) ?? [];
  if (account !== '' && region !== 'unknown-region') return { account, region };
  throw new MeshError(`stack ${id} has no fixed account and region (${environment || 'none'})`, {
    code: 'StackWithoutEnvironment',
    hint: 'give the stack `env: { account, region }`',
  });
}

function metadataOf(directory: string, artifact: Artifact): ConstructMetadata {
  const file = artifact.additionalMetadataFile;
  const more = file === undefined ? {} : readJson(join(directory, file), ConstructMetadata);
  return { ...artifact.metadata, ...more };
}

function assetsOf(directory: string, artifact: Artifact | undefined): readonly FileAsset[] {
  if (artifact?.type !== 'cdk:asset-manifest') return [];
  return readFileAssets(directory, AssetManifestProperties.parse(artifact.properties).file);
}
