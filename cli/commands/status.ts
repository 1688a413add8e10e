import type { Product } from '../../core/spec/mesh.ts';
import type { Connection } from '../mesh/clients.ts';
import { productStatus, type ProductStatus } from '../mesh/product-state.ts';
import type { Project } from '../mesh/project.ts';
import { ringingAlarms, type RingingAlarm } from '../mesh/ringing-alarms.ts';
import { RegistryReader } from '../mesh/registry.ts';
import { ShownTables } from '../mesh/shown-tables.ts';
import { type UnrecordedFailure, UnrecordedFailures } from '../mesh/unrecorded-failures.ts';
import { newestSweeps, type Sweep } from '../mesh/sweeps.ts';

export type MeshStatus = {
  readonly products: readonly ProductStatus[];
  /** The newest sweep of each domain's grants. */
  readonly sweeps: readonly Sweep[];
  /** Alarms of the domains that ring now. */
  readonly alarms: readonly RingingAlarm[];
};

/** What every product's registry says now, what the last sweeps found, and which alarms ring. */
export async function status(project: Project, connection: Connection): Promise<MeshStatus> {
  const { mesh, environment } = project;
  const registry = new RegistryReader(connection, mesh, environment);
  const shown = new ShownTables(connection, mesh, environment);
  const failures = new UnrecordedFailures(connection, mesh, environment);
  const products = mesh.domains.flatMap((domain) => domain.products);
  const [statuses, sweeps, alarms] = await Promise.all([
    Promise.all(
      products.map(async (product) => {
        const records = await registry.records(product);
        const isEmptied = (await shown.emptied([product], new Map([[product.id, records]]))).has(product.id);
        const failure =
          (await failures.of(product, records.latest)) ?? (isEmptied ? tableEmpty(product) : undefined);
        return productStatus(product, { ...records, ...(failure && { failure }) }, new Date());
      }),
    ),
    newestSweeps(connection, mesh, environment),
    ringingAlarms(connection, mesh, environment),
  ]);
  return { products: statuses, sweeps, alarms };
}

/** What the registry says of it is true no longer. */
function tableEmpty({ id }: Product): UnrecordedFailure {
  return {
    name: 'TableEmpty',
    message: `it was published, and its table shows nothing now: dropped, or made again; next: bin/mesh run ${id}`,
  };
}
