import type { RegistryHead } from '../pipeline/run.ts';
import type { Promises } from '../spec/mesh.ts';

/** How a product keeps its promises now, by its last publication. */
export type Measured = {
  readonly freshnessHours: number;
  /** Null where the contract does not promise freshness. */
  readonly isFresh: boolean | null;
  readonly publicationAgeHours: number;
  /** Share of the cells that must hold a value, 0 to 1. */
  readonly completeness: number;
  readonly isComplete: boolean;
  /** Share of the checked values that are as the contract says, 0 to 1. */
  readonly validity: number;
};

const MS_PER_HOUR = 3_600_000;

/**
 * Measures a product by what its last publication wrote to the registry.
 * A product that was never published has no head, and nothing is measured: no data are neither good nor bad.
 */
export function measure(
  head: Pick<RegistryHead, 'freshAsOf' | 'publishedAt' | 'completeness' | 'validity'>,
  promises: Promises,
  now: Date,
): Measured {
  const freshnessHours = hoursSince(head.freshAsOf, now);
  const { freshnessHours: promised } = promises;
  return {
    freshnessHours,
    isFresh: promised === undefined ? null : freshnessHours <= promised,
    publicationAgeHours: hoursSince(head.publishedAt, now),
    completeness: head.completeness,
    isComplete: head.completeness >= promises.completeness,
    validity: head.validity,
  };
}

/** A clock that runs ahead elsewhere does not make data younger than new. What is no time is infinitely old. */
function hoursSince(time: string, now: Date): number {
  const elapsed = (now.getTime() - Date.parse(time)) / MS_PER_HOUR;
  return Number.isNaN(elapsed) ? Number.POSITIVE_INFINITY : Math.max(0, elapsed);
}
