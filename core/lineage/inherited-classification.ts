import type { ColumnOrigin, Mesh, Product } from '../spec/mesh.ts';
import { foldLineage } from './fold-lineage.ts';

/** The least that a column must be restricted, because of what it was made of. */
export type InheritedClassification = {
  readonly classification: string;
  /** The most restricted of the input columns. */
  readonly from: ColumnOrigin;
};

/** By column of a table. Columns that come from landed files only, or from nothing, are absent. */
export function inheritedClassification(
  mesh: Mesh,
  product: Product,
  table: string,
): Readonly<Record<string, InheritedClassification>> {
  const found: Record<string, InheritedClassification> = {};
  for (const [column, origins] of Object.entries(foldLineage(product, table))) {
    for (const from of origins) {
      const classification = classificationOf(mesh, from);
      if (classification === undefined) continue;
      const known = found[column];
      const isStricter = known === undefined || rank(mesh, classification) > rank(mesh, known.classification);
      if (isStricter) found[column] = { classification, from };
    }
  }
  return found;
}

const rank = (mesh: Mesh, classification: string): number => mesh.classifications.indexOf(classification);

/** A column that its contract does not classify counts as the most restricted. */
function classificationOf(mesh: Mesh, { input, column }: ColumnOrigin): string | undefined {
  if (input.kind !== 'product') return undefined;
  const domain = mesh.domains.find(({ name }) => name === input.domain);
  const product = domain?.products.find(({ name }) => name === input.productName);
  const table = product?.tables.find(({ name }) => name === input.table);
  const found = table?.columns.find(({ name }) => name === column);
  return found?.classification ?? mesh.classifications.at(-1);
}
