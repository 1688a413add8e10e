import { SANDBOX_ORGANIZATION } from '../../spec/accounts.ts';
import type { Environment, Mesh as Files } from '../../spec/mesh.ts';
import type { World } from '../world/world.ts';
import { crossingRefutations } from './crossing-refutations.ts';
import type { Tally } from './decide.ts';
import { type Expectations, expectations } from './expectations.ts';
import { insideRefutations } from './inside.ts';
import { daysInPlay } from './lake-on-day.ts';
import { lakeOnOneDay } from './lake-reach.ts';
import { Mesh } from './mesh-of-world.ts';
import type { Proof, Refutation } from './proof.ts';
import { brokenPromises } from './promises.ts';
import { SharedUses } from './shared.ts';
import { wiringRefutations } from './wiring.ts';

export type ProofOptions = {
  readonly environment: Environment;
  readonly now: Date;
  /**
   * Not the days after, on which access ends: what is read from accounts does not say when it does, and it is taken
   * away then. @default false
   */
  readonly isOnlyToday?: boolean;
  /** Told what is looked at next. @default - nobody */
  readonly onProgress?: (what: string) => void;
};

/**
 * Shows that what is deployed lets every domain reach exactly what the files say: nothing of another domain beyond
 * the live subscriptions, and all that these promise. What the world leaves unknown refutes, too.
 */
export function prove(world: World, files: Files, options: ProofOptions): Proof {
  const { environment, now, onProgress = () => {} } = options;
  const expected = expectations(files, environment);
  const mesh = new Mesh(world, expected, now);
  const shared = new SharedUses(expected);
  const tally: Tally = { decisions: 0, witnesses: 0, paths: 0 };
  const population = {
    world,
    organization: expected.organization ?? SANDBOX_ORGANIZATION,
    region: environment.region,
    partiesIn: (account: string) => mesh.partiesIn(account),
  };
  const days = daysInPlay(now, options.isOnlyToday === true ? [] : endsOf(world, expected));
  const lakes = days.flatMap((day) => {
    onProgress(`compare grants with subscriptions on ${day}`);
    return [...world.lakes.values()].map((lake) => lakeOnOneDay(lake, day, { mesh, expected }));
  });
  const reads = lakes.slice(0, world.lakes.size).flatMap((lake) => lake.reads);
  onProgress(`follow every way of ${world.roles.length} roles`);
  const refutations = [
    ...world.unknowns.map(unread),
    ...wiringRefutations(world, mesh, shared),
    ...crossingRefutations({ world, population, shared, tally }),
    ...lakes.flatMap((lake) => lake.refutations),
    ...insideRefutations({ world, mesh, organization: population.organization, reads, shared, tally }),
    ...brokenPromises(world, expected, mesh.today),
  ];
  const parties = expected.domains.length;
  return {
    isProved: refutations.length === 0,
    refutations: distinct(refutations),
    shared: shared.all,
    counts: {
      accounts: world.accounts.size,
      parties,
      pairs: parties * (parties - 1),
      principals: world.roles.length,
      resources: world.resources.length,
      witnesses: tally.witnesses,
      decisions: tally.decisions,
      paths: tally.paths,
      reads: lakes.reduce((sum, { compared }) => sum + compared, 0),
      promises: expected.reads.length + expected.sights.length,
    },
  };
}

function endsOf(world: World, { reads, sights }: Expectations): readonly string[] {
  const declared = [...world.lakes.values()].flatMap(({ grants }) =>
    grants.flatMap(({ declaration }) => declaration?.expires ?? []),
  );
  return [...reads.map(({ expires }) => expires), ...sights.map(({ expires }) => expires), ...declared];
}

function unread({ what, owner, origin }: World['unknowns'][number]): Refutation {
  return {
    claim: 'known',
    from: owner,
    to: owner,
    principal: origin.construct ?? `${origin.stack}/${origin.logicalId}`,
    what,
    path: [{ principal: owner, actions: [], resource: origin.logicalId, because: [{ text: what, origin }] }],
  };
}

function distinct(refutations: readonly Refutation[]): readonly Refutation[] {
  return [...new Map(refutations.map((one) => [`${one.claim}|${one.principal}|${one.what}`, one])).values()];
}
