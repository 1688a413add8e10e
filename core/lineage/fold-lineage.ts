import type { ColumnOrigin, Product } from '../spec/mesh.ts';
import { composeTransformation, transformOrigins } from './relation.ts';

/** Origins of each column of a table, back to products and sources: steps between are folded away. */
export function foldLineage(
  product: Pick<Product, 'steps'>,
  table: string,
): Readonly<Record<string, readonly ColumnOrigin[]>> {
  const folded = new Map<string, ReadonlyMap<string, readonly ColumnOrigin[]>>();
  // Steps stand in the order in which they run, so that what a step reads is folded before it.
  for (const step of product.steps) {
    const columns = step.columns.map(({ name, lineage }) => {
      const origins = lineage.flatMap((origin) => foldOrigin(origin, folded));
      return [name, transformOrigins(origins, 'IDENTITY')] as const;
    });
    folded.set(step.name, new Map(columns));
  }
  return Object.fromEntries(folded.get(table) ?? []);
}

function foldOrigin(
  origin: ColumnOrigin,
  folded: ReadonlyMap<string, ReadonlyMap<string, readonly ColumnOrigin[]>>,
): ColumnOrigin[] {
  if (origin.input.kind !== 'step') return [origin];
  const inner = folded.get(origin.input.step)?.get(origin.column) ?? [];
  return inner.map((one) => ({
    ...one,
    transformation: composeTransformation(origin.transformation, one.transformation),
  }));
}
