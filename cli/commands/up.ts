import { join } from 'node:path';
import type { Product } from '../../core/spec/mesh.ts';
import type { DeployedStack, Sandbox, StackEvent } from '../../sandbox/index.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { bootstrapAccounts } from '../deploy/bootstrap-accounts.ts';
import type { Connection } from '../mesh/clients.ts';
import { Executions } from '../mesh/executions.ts';
import { landFiles } from '../mesh/land-files.ts';
import { deployedManifests } from '../mesh/manifests.ts';
import { neededRuns } from '../mesh/needed-runs.ts';
import { productStatus, type ProductRecords, type ProductStatus } from '../mesh/product-state.ts';
import type { Project } from '../mesh/project.ts';
import { RegistryReader } from '../mesh/registry.ts';
import { runNamespaceSchedules, sweepConsumers } from '../mesh/schedules.ts';
import { ShownTables } from '../mesh/shown-tables.ts';
import { synthesize } from '../mesh/synthesize.ts';
import { bytes } from '../ui/numbers.ts';
import type { UpProgress } from '../ui/up-progress.ts';

export type UpResult = {
  readonly stacks: readonly DeployedStack[];
  readonly products: readonly ProductStatus[];
  /** Products that ran in this call. */
  readonly ran: readonly string[];
};

/** Everything but the products, by construct path. */
const SHARED_STACKS = ['*/Foundation', '*/Platform', '*/Namespace'];

/** Waves of runs: a mesh is at most this many products deep. */
const WAVES_MAX = 100;

/** Takes a mesh from its files to published products, or continues where an earlier call was cut short. */
export async function up(
  project: Project,
  options: { readonly sandbox: Sandbox; readonly platformRoot: string; readonly progress: UpProgress },
): Promise<UpResult> {
  const { sandbox, platformRoot, progress } = options;
  const { mesh, environment, root } = project;
  const synthesis = await progress.step('synthesize', async () => {
    const made = await synthesize({
      platformRoot,
      meshRoot: root,
      environment: environment.name,
      assembly: join(project.stateDirectory, 'cdk.out'),
      files: project.files,
    });
    return [made, made.isFresh ? 'stacks from contracts and SQL' : 'unchanged'] as const;
  });
  const stacks = await progress.step('deploy', async () => {
    const onEvent = (event: StackEvent): void => progress.stackEvent(event);
    await bootstrapAccounts(sandbox, mesh, environment);
    // A grant needs its reader's role, which another domain's namespace makes.
    const shared = await sandbox.deploy(synthesis.assembly, { stacks: SHARED_STACKS, onEvent });
    failUnlessDeployed(shared);
    const all = await sandbox.deploy(synthesis.assembly, { onEvent });
    const deployed = failUnlessDeployed(all).map(
      (stack) =>
        shared.find(({ name, account }) => name === stack.name && account === stack.account) ?? stack,
    );
    if (hasChanged(deployed)) await sweepConsumers(sandbox, mesh, environment);
    return [deployed, summarizeStacks(deployed)] as const;
  });
  await progress.step('land', async () => {
    const landed = await landFiles({ ...sandbox, region: environment.region }, { mesh, environment, root });
    const fresh = landed.filter(({ isNew }) => isNew);
    const total = fresh.reduce((sum, file) => sum + file.bytes, 0);
    return [landed, fresh.length === 0 ? 'unchanged' : `${fresh.length} files, ${bytes(total)}`] as const;
  });
  const runner = new MeshRunner(project, sandbox, progress);
  const ran = await runner.publishAll();
  if (ran.length > 0 || hasChanged(stacks)) {
    await progress.step('enforce', async () => {
      const ended = await runNamespaceSchedules(sandbox, mesh, environment);
      return [ended, `${ended} sweeps of grants and SLO measurements`] as const;
    });
  }
  return { stacks, products: await runner.statuses(), ran };
}

const hasChanged = (stacks: readonly DeployedStack[]): boolean =>
  stacks.some(({ status }) => status !== 'unchanged');

function failUnlessDeployed(stacks: readonly DeployedStack[]): readonly DeployedStack[] {
  const failed = stacks.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return stacks;
  throw new MeshError(failed.map(({ name, failure }) => `${name}: ${failure ?? 'failed'}`).join('\n'), {
    code: 'DeployFailed',
    hint: 'the stacks named above are back in their last good state; mend the cause and run mesh up again',
  });
}

function summarizeStacks(stacks: readonly DeployedStack[]): string {
  const changed = stacks.filter(({ status }) => status !== 'unchanged').length;
  const accounts = new Set(stacks.map(({ account }) => account)).size;
  return changed === 0 ? 'unchanged' : `${changed} of ${stacks.length} stacks in ${accounts} accounts`;
}

/** Runs what has to run, in the order of the products' inputs, and says what came of it. */
class MeshRunner {
  readonly #project: Project;
  readonly #sandbox: Sandbox;
  readonly #progress: UpProgress;
  readonly #connection: Connection;
  readonly #registry: RegistryReader;
  readonly #executions: Executions;
  readonly #shown: ShownTables;
  readonly #products: readonly Product[];

  constructor(project: Project, sandbox: Sandbox, progress: UpProgress) {
    this.#project = project;
    this.#sandbox = sandbox;
    this.#progress = progress;
    this.#connection = { ...sandbox, region: project.environment.region };
    this.#registry = new RegistryReader(this.#connection, project.mesh, project.environment);
    this.#executions = new Executions(this.#connection, project.mesh, project.environment);
    this.#shown = new ShownTables(this.#connection, project.mesh, project.environment);
    this.#products = project.mesh.domains.flatMap(({ products }) => products);
  }

  /**
   * Events start most runs by themselves (a landed file, a published upstream); what no event will start any more,
   * because its SQL changed or an earlier process was killed, is started by hand.
   */
  async publishAll(): Promise<readonly string[]> {
    const before = await this.#snapshot();
    this.#progress.known(await this.statuses());
    const tried = new Set<string>();
    for (let wave = 0; wave < WAVES_MAX; wave += 1) {
      await this.#untilIdle();
      const records = await this.#records();
      const manifests = await deployedManifests(
        this.#connection,
        this.#project.mesh,
        this.#project.environment,
      );
      const needed = neededRuns(this.#products, {
        records,
        manifests,
        cutShort: await this.#cutShort(records),
        emptied: await this.#shown.emptied(this.#products, records),
      }).filter(({ id }) => !tried.has(id));
      if (needed.length === 0) break;
      for (const product of needed) {
        tried.add(product.id);
        await this.#executions.start(product, { trigger: 'hand' });
      }
    }
    const after = await this.#snapshot();
    return this.#products.map(({ id }) => id).filter((id) => before.get(id) !== after.get(id));
  }

  async statuses(): Promise<readonly ProductStatus[]> {
    const records = await this.#records();
    return this.#products.map((product) => productStatus(product, records.get(product.id) ?? {}, new Date()));
  }

  async #untilIdle(): Promise<void> {
    const idle = this.#sandbox.idle().then(() => true);
    for (;;) {
      const isIdle = await Promise.race([idle, this.#progress.tick()]);
      const records = await this.#records();
      for (const product of this.#products) {
        this.#progress.productState(productStatus(product, records.get(product.id) ?? {}, new Date()));
      }
      if (isIdle) return;
    }
  }

  async #records(): Promise<ReadonlyMap<Product['id'], ProductRecords>> {
    const pairs = this.#products.map(
      async (product) => [product.id, await this.#registry.records(product)] as const,
    );
    return new Map(await Promise.all(pairs));
  }

  async #cutShort(records: ReadonlyMap<Product['id'], ProductRecords>): Promise<ReadonlySet<Product['id']>> {
    const found = this.#products.map(async (product) => {
      const recorded = records.get(product.id)?.latest?.execution;
      return (await this.#executions.wasCutShort(product, recorded)) ? [product.id] : [];
    });
    return new Set((await Promise.all(found)).flat());
  }

  /** Newest run of each product, to tell which ran in this call. */
  async #snapshot(): Promise<ReadonlyMap<string, string>> {
    const records = await this.#records();
    return new Map([...records].map(([id, { latest }]) => [id, latest?.sk ?? '']));
  }
}
