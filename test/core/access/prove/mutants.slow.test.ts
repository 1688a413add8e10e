import { beforeAll, describe, expect, it, vi } from 'vitest';
import { MUTANTS } from './mutants/mutants.ts';
import { aviation, likeNamed, type Subject } from './subjects.ts';
import { isMissed, type Sites, type Trial, trialLine, tryMutants } from './try-mutants.ts';

/** Another number, or `shapes`, or `all`, which takes an hour: `MUTANT_SITES=shapes npm run test:mutants`. */
const SITES = sitesOf(process.env['MUTANT_SITES'] ?? '1');

/**
 * Kinds that the proof refutes at other sites than the one that is tried: there a second guard holds, or only the
 * domain's own roles gain or lose something.
 */
const UNSEEN: readonly string[] = [
  'action-everything-on-resource',
  'bucket-level',
  'condition-of-bucket-dropped',
  'condition-of-bus-dropped',
  'condition-of-trust-dropped',
  'everything-denied',
  'own-grant-dropped',
  'prefix-without-separator',
  'promise-athena-startqueryexecution',
  'promise-glue-gettable',
  'promise-lakeformation-getdataaccess',
  'service-wildcard',
];

let subject: Subject;
let trials: readonly Trial[];

beforeAll(() => {
  vi.stubEnv('CDK_VALIDATION', 'false');
  subject = likeNamed();
  trials = tryMutants(subject, MUTANTS, SITES);
  show(trials);
});

describe('a mesh of domains whose names are prefixes of each other', () => {
  it('is proved as it is synthesized, two of its domains in one account', () => {
    expect(subject.proofOf(subject.assembly).refutations).toEqual([]);
  });

  it('has a site for every kind of weakening', () => {
    const tried = new Set(trials.map(({ mutant }) => mutant.id));
    expect(MUTANTS.filter(({ id }) => !tried.has(id))).toEqual([]);
  });

  it('is refuted by every weakening that changes what the evaluators let somebody do with what is another’s', () => {
    expect(trials.filter(isMissed).map(trialLine)).toEqual([]);
    expect(trials.filter(({ killer }) => killer !== undefined).length).toBeGreaterThan(80);
  });

  it('lets nobody do more with what is another’s, where it is not refuted', () => {
    expect(trials.filter(isWider).map(trialLine)).toEqual([]);
  });

  it('lets nobody in where a second guard is said to hold', () => {
    const through = trials.filter(
      ({ mutant, crossing }) =>
        ['equivalent', 'inside'].includes(mutant.expected.kind) && crossing.length > 0,
    );
    expect(through.map(trialLine)).toEqual([]);
  });

  it('is refuted by every other weakening, but for those that are listed', () => {
    const seen = new Set(trials.filter(({ killer }) => killer !== undefined).map(({ mutant }) => mutant.id));
    const unseen = MUTANTS.filter(
      ({ id, expected }) => ['reachable', 'broken'].includes(expected.kind) && !seen.has(id),
    );
    const listed = unseen.filter(({ id }) => UNSEEN.includes(id));
    expect(unseen).toEqual(listed);
    if (SITES === 1) expect(listed.length).toBe(UNSEEN.length);
  });
});

describe('the mesh of the example', () => {
  it('is refuted by every weakening that changes what the evaluators let somebody do with what is another’s', async () => {
    const example = await aviation();
    expect(example.proofOf(example.assembly).refutations).toEqual([]);
    const tried = tryMutants(example, MUTANTS, SITES);
    show(tried);
    expect(tried.filter(isMissed).map(trialLine)).toEqual([]);
    expect(tried.filter(isWider).map(trialLine)).toEqual([]);
    expect(tried.filter(({ killer }) => killer !== undefined).length).toBeGreaterThan(80);
  });
});

/** By which a role could do more of what domains do with what is shared, if its policies were changed. */
const WIDER: readonly string[] = ['boundary-widened', 'power-within-boundary'];

/** A proof finds all that crosses from one to another: what it does not refute is shared on purpose, and counted. */
const isWider = ({ mutant, killer, more }: Trial): boolean =>
  killer === undefined && more.length > 0 && !WIDER.includes(mutant.id);

function show(some: readonly Trial[]): void {
  const kinds = new Set(some.map(({ mutant }) => mutant.id)).size;
  const refuted = some.filter(({ killer }) => killer !== undefined).length;
  const missed = some.filter(isMissed).length;
  const verdict = `${some.length} weakenings of ${kinds} kinds: ${refuted} refuted, ${missed} missed`;
  process.stdout.write(`${[...some.map(trialLine), verdict].join('\n')}\n`);
}

function sitesOf(text: string): Sites {
  return text === 'all' || text === 'shapes' ? text : Number(text);
}
