import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import { loadWorld } from '../../../../cli/deploy/load-world.ts';
import { loadSpecFiles } from '../../../../cli/load/load-spec-files.ts';
import type { Proof } from '../../../../core/access/prove/proof.ts';
import { prove } from '../../../../core/access/prove/prove.ts';
import { buildWorld } from '../../../../core/access/world/build-world.ts';
import type { WorldInput } from '../../../../core/access/world/world-input.ts';
import { resolveMesh } from '../../../../core/spec/resolve-mesh.ts';
import { synthesizeMesh } from '../../../lib/synthesized-mesh.ts';

const root = resolve(import.meta.dirname, '../../../..');
/** Before any subscription of the example expires. */
const NOW = new Date('2026-11-22T12:00:00Z');

type Resource = { Type: string; Properties: Record<string, unknown> };
/** Changes a resource in place, or makes a document from a document. */
export type Change = {
  readonly resource?: (resource: Resource, stack: string) => void;
  readonly document?: (document: unknown) => unknown;
};

export type Provable = { readonly proofOf: (change?: Change) => Proof };

/** A synthesized mesh, to be proved as it is or with something changed. */
export async function provable(
  files: ReadonlyMap<string, string>,
  environmentName: string,
): Promise<Provable> {
  vi.stubEnv('CDK_VALIDATION', 'false');
  const { mesh } = resolveMesh(files, { now: NOW });
  const environment = mesh?.environments.find(({ name }) => name === environmentName);
  if (!mesh || !environment) throw new Error(`no mesh in ${environmentName}`);
  const input = loadWorld(synthesizeMesh(files, { environment: environmentName }).directory);
  return {
    proofOf: (change = {}) => prove(buildWorld(changed(input, change)), mesh, { environment, now: NOW }),
  };
}

export async function provableAviation(): Promise<Provable> {
  const { files } = await loadSpecFiles(join(root, 'examples/aviation'));
  return await provable(files, 'local');
}

function changed({ stacks, documentOf }: WorldInput, { resource, document }: Change): WorldInput {
  return {
    stacks: stacks.map((stack) => {
      if (!resource) return stack;
      const template = structuredClone(stack.template);
      for (const one of Object.values(template.Resources)) {
        if (one.Properties !== undefined)
          resource({ Type: one.Type, Properties: one.Properties }, stack.path);
      }
      return { ...stack, template };
    }),
    documentOf: (key) => (document ? document(structuredClone(documentOf(key))) : documentOf(key)),
  };
}
