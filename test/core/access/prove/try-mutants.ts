import type { Refutation } from '../../../../core/access/prove/proof.ts';
import { difference, measured } from './measure/measure.ts';
import type { Mutant, Site } from './mutants/mutant.ts';
import type { Subject } from './subjects.ts';

/** What became of one weakening at one site. */
export type Trial = {
  readonly mutant: Mutant;
  readonly mesh: string;
  readonly at: string;
  /** The first refutation, if the proof sees it. */
  readonly killer: Refutation | undefined;
  /** What the evaluators themselves allow somebody beyond what was allowed, with what is another's. */
  readonly crossing: readonly string[];
  readonly lost: readonly string[];
  /** What of another domain's somebody reads no more, by the evaluators. */
  readonly broken: readonly string[];
  /** What is shared on purpose, and is needed more often than before. */
  readonly more: readonly string[];
};

/** So many sites of each kind, of which no two have one shape; `shapes` for one of each shape, or every site. */
export type Sites = number | 'all' | 'shapes';

/** Whether the proof says nothing of what the evaluators say has changed for another domain. */
export const isMissed = ({ killer, crossing, broken }: Trial): boolean =>
  killer === undefined && crossing.length + broken.length > 0;

/** Weakens a mesh in each way, at some sites of each kind, and proves it and measures it each time. */
export function tryMutants(subject: Subject, mutants: readonly Mutant[], which: Sites): readonly Trial[] {
  const before = measured(subject.assembly);
  const { shared } = subject.proofOf(subject.assembly);
  const usesBefore = new Map(shared.map(({ what, uses }) => [what, uses]));
  return mutants.flatMap((mutant) =>
    someSites(mutant.sites(subject.assembly), which).map((site): Trial => {
      const changed = site.apply(subject.assembly);
      const { crossing, lost, broken } = difference(before, measured(changed));
      const proof = subject.proofOf(changed);
      const [killer] = proof.refutations;
      const more = proof.shared
        .filter(({ what, uses }) => uses > (usesBefore.get(what) ?? 0))
        .map(({ what }) => what);
      return { mutant, mesh: subject.name, at: site.at, killer, crossing, lost, broken, more };
    }),
  );
}

/** Spread over all shapes; those of domains before those of the platform. */
function someSites(sites: readonly Site[], which: Sites): readonly Site[] {
  if (which === 'all') return sites;
  const shapes = [...new Map(sites.toReversed().map((site) => [site.shape, site])).values()].toReversed();
  const sorted = shapes.toSorted((a, b) => Number(isOfPlatform(a)) - Number(isOfPlatform(b)));
  const count = Math.min(which === 'shapes' ? Infinity : which, sorted.length);
  const step = sorted.length / count;
  return Array.from({ length: count }, (_, index) => sorted[Math.floor(index * step)]).filter(
    (site) => site !== undefined,
  );
}

const isOfPlatform = ({ at }: Site): boolean => at.startsWith('platform/');

/** One line for each trial: what was weakened, and by which way it is refuted. */
export function trialLine({ mutant, mesh, at, killer, crossing, lost }: Trial): string {
  const way = killer ? `${killer.claim}: ${killer.principal} ${killer.what}` : 'same';
  return `${mutant.id.padEnd(40)} ${mesh.padEnd(10)} ${`+${crossing.length} -${lost.length}`.padEnd(9)} ${way.slice(0, 140)} (${at})`;
}
