import type { Connection } from '../mesh/clients.ts';
import { productStatus, type ProductStatus } from '../mesh/product-state.ts';
import type { Project } from '../mesh/project.ts';
import { RegistryReader } from '../mesh/registry.ts';

/** What every product's registry says now. */
export async function status(project: Project, connection: Connection): Promise<readonly ProductStatus[]> {
  const { mesh, environment } = project;
  const registry = new RegistryReader(connection, mesh, environment);
  const products = mesh.domains.flatMap((domain) => domain.products);
  return await Promise.all(
    products.map(async (product) => productStatus(product, await registry.records(product), new Date())),
  );
}
