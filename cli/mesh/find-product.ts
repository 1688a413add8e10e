import { closest } from 'fastest-levenshtein';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Mesh, Product } from '../../core/spec/mesh.ts';

/** A product by its id, as people type it. */
export function findProduct(mesh: Mesh, id: string): Product {
  const products = mesh.domains.flatMap((domain) => domain.products);
  const found = products.find((product) => product.id === id);
  if (found) return found;
  const ids: string[] = products.map((product) => product.id);
  throw new MeshError(`there is no product "${id}"`, {
    code: 'UnknownProduct',
    hint: `did you mean "${closest(id, ids)}"? there are: ${ids.join(', ')}`,
  });
}
