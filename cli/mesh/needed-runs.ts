import type { Product, ProductId } from '../../core/spec/mesh.ts';
import type { ProductRecords } from './product-state.ts';

export type NeedFacts = {
  readonly records: ReadonlyMap<ProductId, ProductRecords>;
  /** sha256 of the deployed manifest by product. */
  readonly manifests: ReadonlyMap<ProductId, string>;
  /** Products with an execution that ended before it had a run on record. */
  readonly cutShort: ReadonlySet<ProductId>;
  /** Products that are published by their registry, and by their tables are not. */
  readonly emptied: ReadonlySet<ProductId>;
};

/**
 * Products that have to run now: never published, emptied since, compiled anew, read from other snapshots than those
 * that are current, or cut short. A product whose own upstream has to run first is not in the list.
 */
export function neededRuns(products: readonly Product[], facts: NeedFacts): readonly Product[] {
  const needed = new Set(products.filter((product) => isNeeded(product, facts)).map(({ id }) => id));
  return products.filter(
    ({ id, upstreams }) => needed.has(id) && !upstreams.some((upstream) => needed.has(upstream.product)),
  );
}

function isNeeded(product: Product, { records, manifests, cutShort, emptied }: NeedFacts): boolean {
  if (cutShort.has(product.id)) return true;
  const { head, latest } = records.get(product.id) ?? {};
  const manifest = manifests.get(product.id);
  // A refused run of this very manifest and these inputs would be refused again.
  const last = latest?.status === 'refused' ? { ...latest, sha256: latest.manifestSha256 } : undefined;
  const basis = last ?? (head && { ...head, sha256: head.manifestSha256 });
  if (!basis || latest?.status === 'running' || latest?.status === 'failed') return true;
  if (basis.sha256 !== manifest || (last === undefined && emptied.has(product.id))) return true;
  return product.upstreams.some((upstream) => {
    const current = records.get(upstream.product)?.head?.tables[upstream.table]?.snapshotId;
    const key = `product:${upstream.domain}.${upstream.table}@${upstream.major}`;
    return current !== undefined && basis.inputs.find((input) => input.key === key)?.version !== current;
  });
}
