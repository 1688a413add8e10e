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
};

/** Weakens a mesh in each way, at some sites of each kind, and proves it and measures it each time. */
export function tryMutants(subject: Subject, mutants: readonly Mutant[], sitesMax: number): readonly Trial[] {
  const before = measured(subject.assembly);
  return mutants.flatMap((mutant) =>
    someSites(mutant.sites(subject.assembly), sitesMax).map((site): Trial => {
      const changed = site.apply(subject.assembly);
      const { crossing, lost } = difference(before, measured(changed));
      const [killer] = subject.proofOf(changed).refutations;
      return { mutant, mesh: subject.name, at: site.at, killer, crossing, lost };
    }),
  );
}

/** One site of each shape, spread over all; those of domains before those of the platform. */
function someSites(sites: readonly Site[], max: number): readonly Site[] {
  const shapes = [...new Map(sites.toReversed().map((site) => [site.shape, site])).values()].toReversed();
  const sorted = shapes.toSorted((a, b) => Number(isOfPlatform(a)) - Number(isOfPlatform(b)));
  const step = Math.max(1, sorted.length / max);
  return Array.from(
    { length: Math.min(max, sorted.length) },
    (_, index) => sorted[Math.floor(index * step)],
  ).filter((site) => site !== undefined);
}

const isOfPlatform = ({ at }: Site): boolean => at.startsWith('platform/');

/** One line for each trial: what was weakened, and by which way it is refuted. */
export function trialLine({ mutant, mesh, at, killer, crossing, lost }: Trial): string {
  const way = killer ? `${killer.claim}: ${killer.principal} ${killer.what}` : 'same';
  return `${mutant.id.padEnd(40)} ${mesh.padEnd(10)} ${`+${crossing.length} -${lost.length}`.padEnd(9)} ${way.slice(0, 140)} (${at})`;
}
