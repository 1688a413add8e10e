import { productParameter } from '../../core/naming/names.ts';
import type { ManifestPointer } from '../../core/pipeline/manifest.ts';
import type { Environment, Mesh, ProductId } from '../../core/spec/mesh.ts';
import { type Connection, ssmClient } from './clients.ts';
import { accountIn } from './environment.ts';

/** sha256 of the manifest that is deployed for each product; a product that is not deployed is absent. */
export async function deployedManifests(
  connection: Connection,
  mesh: Mesh,
  environment: Environment,
): Promise<ReadonlyMap<ProductId, string>> {
  const { GetParameterCommand } = await import('@aws-sdk/client-ssm');
  const names = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const manifests = new Map<ProductId, string>();
  for (const domain of mesh.domains) {
    const account = accountIn(mesh, environment.name, domain.name);
    const client = await ssmClient(connection, connection.rootCredentials(account));
    for (const product of domain.products) {
      const Name = productParameter(names, domain.name, product.name, product.major);
      const { Parameter } = await client.send(new GetParameterCommand({ Name }));
      // The stack writes a `ManifestPointer` there.
      const pointer = JSON.parse(Parameter?.Value ?? '{}') as Partial<ManifestPointer>;
      if (pointer.sha256 !== undefined) manifests.set(product.id, pointer.sha256);
    }
  }
  return manifests;
}
