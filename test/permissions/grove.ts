import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { up } from '../../cli/commands/up.ts';
import type { Connection } from '../../cli/mesh/clients.ts';
import { accountIn } from '../../cli/mesh/environment.ts';
import { Executions } from '../../cli/mesh/executions.ts';
import { findProduct } from '../../cli/mesh/find-product.ts';
import { loadProject, type Project } from '../../cli/mesh/project.ts';
import { createOutput } from '../../cli/ui/output.ts';
import { UpProgress } from '../../cli/ui/up-progress.ts';
import type { NameScope } from '../../core/naming/names.ts';
import type { Product } from '../../core/spec/mesh.ts';
import { Store } from '../../sandbox/cloud/store.ts';
import { openSandbox, type Sandbox, type SeenDecision } from '../../sandbox/index.ts';

const platformRoot = resolve(import.meta.dirname, '../..');

/** The mesh of `test/permissions/mesh`, published, in a sandbox that tells of every decision of IAM. */
export type Grove = {
  readonly project: Project;
  readonly sandbox: Sandbox;
  readonly connection: Connection;
  readonly names: NameScope;
  /** Account of the domain `shop`, which uses everything: sources, upstreams, subscribers, a schedule. */
  readonly account: string;
  readonly accountOf: (domain: string) => string;
  readonly sales: Product;
  readonly executions: Executions;
  readonly clients: ReturnType<typeof clientSettings>;
  /** All decisions about roles so far. */
  readonly seen: readonly SeenDecision[];
  /** Messages of events that no target took, oldest first. */
  readonly deadLetters: () => readonly string[];
  readonly close: () => Promise<void>;
};

export async function openGrove(): Promise<Grove> {
  const root = mkdtempSync(join(tmpdir(), 'freehold-grove-'));
  cpSync(join(import.meta.dirname, 'mesh'), root, { recursive: true });
  const seen: SeenDecision[] = [];
  const directory = join(root, '.mesh');
  const sandbox = await openSandbox({
    directory,
    onDecision: (decision) => {
      if (decision.caller.principal.kind === 'role') seen.push(decision);
    },
  });
  const project = await loadProject(root);
  if (!('mesh' in project)) throw new Error(project.diagnostics.map(({ message }) => message).join('\n'));
  const progress = new UpProgress(createOutput({ json: true, quiet: true }));
  await up(project, { sandbox, platformRoot, progress });
  const { mesh, environment } = project;
  const connection = { ...sandbox, region: environment.region };
  const accountOf = (domain: string): string => accountIn(mesh, environment.name, domain);
  // A second reader of the state, beside the sandbox's own.
  const store = new Store(join(directory, 'state.sqlite'));
  const deadLetters = store.collection<{ readonly at: string; readonly errorMessage: string }>(
    'events.dead-letter',
  );
  return {
    project,
    sandbox,
    connection,
    names: { mesh: mesh.name, environment: environment.name, region: environment.region },
    account: accountOf('shop'),
    accountOf,
    sales: findProduct(mesh, 'shop.sales'),
    executions: new Executions(connection, mesh, environment),
    clients: clientSettings(connection, accountOf('shop')),
    seen,
    deadLetters: () =>
      deadLetters
        .listAll()
        .map(({ value }) => value)
        .toSorted((a, b) => a.at.localeCompare(b.at))
        .map(({ errorMessage }) => errorMessage),
    close: async () => {
      store.close();
      await sandbox.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Settings of SDK clients that act as the root of an account. */
export function clientSettings({ endpoint, region, rootCredentials }: Connection, account: string) {
  return { endpoint, region, credentials: rootCredentials(account), maxAttempts: 1, forcePathStyle: true };
}
