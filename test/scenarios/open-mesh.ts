import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { query } from '../../cli/commands/query.ts';
import { type MeshStatus, status } from '../../cli/commands/status.ts';
import { up, type UpResult } from '../../cli/commands/up.ts';
import type { Connection } from '../../cli/mesh/clients.ts';
import { findPrincipal } from '../../cli/mesh/principal.ts';
import { loadProject, type Project } from '../../cli/mesh/project.ts';
import { createOutput } from '../../cli/ui/output.ts';
import { UpProgress } from '../../cli/ui/up-progress.ts';
import { openSandbox, type Sandbox } from '../../sandbox/index.ts';

export const platformRoot = resolve(import.meta.dirname, '../..');
const REGION = 'eu-west-1';

/** A mesh of its own for a test: a directory of `test/scenarios` in a temporary one. */
export function copyMesh(name: 'wildlife' | 'customers' = 'wildlife'): {
  readonly root: string;
  readonly remove: () => void;
} {
  const root = mkdtempSync(join(tmpdir(), 'freehold-mesh-'));
  cpSync(join(import.meta.dirname, name), root, { recursive: true });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Replaces text in a file of a mesh; a text that is not there is a mistake of the test. */
export function edit(root: string, path: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(root, path), 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${path} does not hold ${String(from)}`);
  writeFileSync(join(root, path), after);
}

export type OpenMesh = {
  readonly sandbox: Sandbox;
  readonly connection: Connection;
  readonly project: () => Promise<Project>;
  readonly up: () => Promise<UpResult>;
  readonly status: () => Promise<MeshStatus>;
  /** Rows of an Athena query as a role of the mesh; a refusal is an exception with Athena's words. */
  readonly rows: (sql: string, as: string) => Promise<readonly (readonly (string | null)[])[]>;
  readonly close: () => Promise<void>;
};

/** The sandbox over a mesh's state, with what a person would do with it. */
export async function openMesh(root: string, clock?: () => Date): Promise<OpenMesh> {
  const sandbox = await openSandbox({ directory: join(root, '.mesh'), ...(clock && { clock }) });
  const connection = { ...sandbox, region: REGION };
  const project = async (): Promise<Project> => {
    const loaded = await loadProject(root);
    if ('mesh' in loaded) return loaded;
    throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  };
  return {
    sandbox,
    connection,
    project,
    up: async () => {
      const progress = new UpProgress(createOutput({ json: true, quiet: true }));
      return await up(await project(), { sandbox, platformRoot, progress });
    },
    status: async () => await status(await project(), connection),
    rows: async (sql, as) => {
      const loaded = await project();
      const principal = findPrincipal(loaded.mesh, loaded.environment.name, as);
      const { rows } = await query(loaded, connection, { sql, as: principal, limit: 900 });
      return rows;
    },
    close: async () => await sandbox.close(),
  };
}
