import type { WorldResource } from '../world/world-resource.ts';
import { areasOf } from './areas.ts';
import type { Area } from './witnesses.ts';

export type Place = { readonly resource: WorldResource; readonly area: Area };

/** Finds the places of an account that a pattern of ARNs might match, without trying all. */
export class ResourceIndex {
  readonly #sorted: readonly Place[];
  readonly #open: ReadonlyMap<string, readonly Place[]>;

  constructor(resources: readonly WorldResource[]) {
    const places = resources.flatMap((resource) => areasOf(resource).map((area) => ({ resource, area })));
    this.#sorted = places.toSorted((a, b) => (a.area.text < b.area.text ? -1 : 1));
    this.#open = Map.groupBy(
      places.filter(({ area }) => area.isOpen),
      ({ area }) => area.text,
    );
  }

  /** Places whose strings may begin as the pattern does. */
  near(prefix: string): readonly Place[] {
    const found: Place[] = [];
    for (let end = 1; end < prefix.length; end += 1) {
      found.push(...(this.#open.get(prefix.slice(0, end)) ?? []));
    }
    for (let at = this.#firstFrom(prefix); at < this.#sorted.length; at += 1) {
      const place = this.#sorted[at];
      if (!place?.area.text.startsWith(prefix)) break;
      found.push(place);
    }
    return found;
  }

  #firstFrom(prefix: string): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle]?.area.text ?? '') < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
