import { resolve } from 'node:path';
import { vi } from 'vitest';
import { loadWorld } from '../../../../cli/deploy/load-world.ts';
import { loadSpecFiles } from '../../../../cli/load/load-spec-files.ts';
import { type MeshAccess, meshAccess } from '../../../../core/access/explain/mesh-access.ts';
import { buildWorld } from '../../../../core/access/world/build-world.ts';
import type { LakeState } from '../../../../core/access/lakeformation/lake-state.ts';
import type { World } from '../../../../core/access/world/world.ts';
import type { WorldInput, WorldStack } from '../../../../core/access/world/world-input.ts';
import { resolveMesh } from '../../../../core/spec/resolve-mesh.ts';
import { synthesizeMesh } from '../../../lib/synthesized-mesh.ts';

const WILDLIFE = resolve(import.meta.dirname, '../../../scenarios/wildlife');
const NOW = new Date('2026-11-28T12:00:00Z');

type Json = Readonly<Record<string, unknown>>;

/** Takes a template's resource as it is, and answers it as it should be; undefined leaves it out. */
export type EditResource = (resource: Json, logicalId: string) => Json | undefined;

export type Wildlife = {
  readonly access: MeshAccess;
  /** The same mesh, with templates or declared grants that somebody has changed. */
  readonly edited: (edit: {
    readonly resource?: EditResource;
    readonly world?: (world: World) => World;
  }) => MeshAccess;
};

/** The mesh of `test/scenarios/wildlife`, with files added or replaced, as it is synthesized. */
export async function wildlife(files: Readonly<Record<string, string>> = {}): Promise<Wildlife> {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const { files: own } = await loadSpecFiles(WILDLIFE);
  const all = new Map([...own, ...Object.entries(files)]);
  const { mesh, diagnostics } = resolveMesh(all, { now: NOW });
  const environment = mesh?.environments.find(({ name }) => name === 'local');
  if (!mesh || !environment) throw new Error(JSON.stringify(diagnostics));
  const { directory } = synthesizeMesh(all, { environment: 'local' });
  const input = loadWorld(directory);
  const open = (of: WorldInput, edit = (world: World) => world): MeshAccess =>
    meshAccess(edit(buildWorld(of)), mesh, environment);
  return {
    access: open(input),
    edited: ({ resource = (one) => one, world }) =>
      open({ ...input, stacks: input.stacks.map((stack) => editedStack(stack, resource)) }, world),
  };
}

function editedStack(stack: WorldStack, edit: EditResource): WorldStack {
  const edited = Object.entries(stack.template.Resources).flatMap(([id, one]) => {
    const changed = edit(one, id);
    // It stays a resource: tests change what is in it.
    return changed ? [[id, changed as typeof one] as const] : [];
  });
  return { ...stack, template: { ...stack.template, Resources: Object.fromEntries(edited) } };
}

/** Lets a role of one domain read the files of another, past the catalog: policies of both sides, and no boundary. */
export function letReadFiles(role: string, domain: string): EditResource {
  const statement = (more: Json) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 'kms:Decrypt'],
    Resource: '*',
    ...more,
  });
  const open = (document: unknown) => {
    // Policies that the CDK writes have a list of statements.
    const { Statement } = document as { readonly Statement: readonly unknown[] };
    const everybody = statement({ Principal: { AWS: '*' } });
    return { Version: '2012-10-17', Statement: [...Statement, everybody] };
  };
  return (resource) => {
    const { Type, Properties = {} } = resource as { readonly Type: string; readonly Properties?: Json };
    const { PermissionsBoundary: _, ...others } = Properties;
    if (Properties['RoleName'] === `wildlife-local-${role}`) {
      const reading = { PolicyName: 'reading', PolicyDocument: { Statement: [statement({})] } };
      return { ...resource, Properties: { ...others, Policies: [reading] } };
    }
    const isOfDomain = JSON.stringify(Properties['Tags'] ?? Properties['Bucket'] ?? '').includes(domain);
    if (Type === 'AWS::S3::BucketPolicy') {
      return {
        ...resource,
        Properties: { ...Properties, PolicyDocument: open(Properties['PolicyDocument']) },
      };
    }
    if (Type === 'AWS::KMS::Key' && isOfDomain) {
      return { ...resource, Properties: { ...Properties, KeyPolicy: open(Properties['KeyPolicy']) } };
    }
    return resource;
  };
}

/** Changes the text of one role's policies, or of what else its properties say. */
export function inRole(role: string, from: string, to: string): EditResource {
  return (resource) => {
    const text = JSON.stringify(resource);
    if (!text.includes(`"RoleName":"wildlife-local-${role}"`)) return resource;
    if (!text.includes(from)) throw new Error(`${role} does not say ${from}`);
    return JSON.parse(text.replaceAll(from, to));
  };
}

/** Changes what Lake Formation knows in the account of a domain's tables. */
export function inLakes(edit: (state: LakeState) => Partial<LakeState>): (world: World) => World {
  return (world) => ({
    ...world,
    lakes: new Map(
      [...world.lakes].map(([account, lake]) => [
        account,
        { ...lake, state: { ...lake.state, ...edit(lake.state) } },
      ]),
    ),
  });
}
