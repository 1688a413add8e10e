import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';
import type { Product } from './mesh.ts';

/** Products that would start each other without end: each cycle once, at its first product by name. */
export function findProductCycles(products: readonly Product[]): Diagnostic[] {
  const byId = new Map<string, Product>(products.map((product) => [product.id, product]));
  const done = new Set<string>();
  const diagnostics: Diagnostic[] = [];

  const walk = (product: Product, path: readonly string[]): void => {
    const start = path.indexOf(product.id);
    if (start !== -1) {
      diagnostics.push(describeCycle(path.slice(start), byId));
      return;
    }
    if (done.has(product.id)) return;
    for (const upstream of product.upstreams) {
      const next = byId.get(upstream.product);
      if (next !== undefined) walk(next, [...path, product.id]);
    }
    done.add(product.id);
  };
  for (const product of products.toSorted((a, b) => (a.id < b.id ? -1 : 1))) walk(product, []);
  return diagnostics;
}

function describeCycle(cycle: readonly string[], byId: ReadonlyMap<string, Product>): Diagnostic {
  const first = cycle.toSorted()[0] ?? '';
  const at = cycle.indexOf(first);
  const turned = [...cycle.slice(at), ...cycle.slice(0, at), first];
  const product = byId.get(first);
  const file = product?.steps[0]?.file ?? product?.directory ?? '';
  const message = `products read each other in a circle: ${turned.join(' ← ')}`;
  return errorAt(startOf(file), {
    code: 'ProductCycle',
    message,
    hint: 'let one of them stop reading the other',
  });
}
