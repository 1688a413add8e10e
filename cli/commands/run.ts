import type { Product } from '../../core/spec/mesh.ts';
import type { Connection } from '../mesh/clients.ts';
import { type ExecutionEnd, Executions } from '../mesh/executions.ts';
import { productStatus, type ProductStatus } from '../mesh/product-state.ts';
import type { Project } from '../mesh/project.ts';
import { RegistryReader } from '../mesh/registry.ts';
import { UnrecordedFailures } from '../mesh/unrecorded-failures.ts';

export type RunResult = { readonly end: ExecutionEnd; readonly status: ProductStatus };

/** Runs one product now and waits for its end. */
export async function run(
  project: Project,
  connection: Connection,
  { product, force }: { readonly product: Product; readonly force: boolean },
): Promise<RunResult> {
  const executions = new Executions(connection, project.mesh, project.environment);
  const execution = await executions.start(product, { trigger: 'hand', ...(force && { force }) });
  const end = await executions.wait(product, execution);
  const { mesh, environment } = project;
  const records = await new RegistryReader(connection, mesh, environment).records(product);
  const failure = await new UnrecordedFailures(connection, mesh, environment).of(product, records.latest);
  return { end, status: productStatus(product, { ...records, ...(failure && { failure }) }, new Date()) };
}
