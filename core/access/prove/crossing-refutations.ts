import type { World } from '../world/world.ts';
import type { WorldResource } from '../world/world-resource.ts';
import { ACCOUNT_WIDE } from './actions.ts';
import { type Crossing, Crossings, isAllowedBy } from './crossings.ts';
import type { Tally } from './decide.ts';
import { type Actor, otherActors, type Population, roleActor, unrestrained } from './principal.ts';
import { OUTSIDE, type Refutation, type Step } from './proof.ts';
import { stepOf } from './reasons.ts';
import { NOTED, type SharedUses } from './shared.ts';

export type CrossingOptions = {
  readonly world: World;
  readonly population: Population;
  readonly shared: SharedUses;
  readonly tally: Tally;
};

/** Everything that somebody may do with what is another's: as roles are, and as they could become. */
export function crossingRefutations(options: CrossingOptions): readonly Refutation[] {
  const { world, population, shared } = options;
  const crossings = new Crossings(world);
  const roles = world.roles.map((role) => roleActor(role, population.organization));
  for (const { identity } of world.roles) {
    if ([...ACCOUNT_WIDE].some((action) => isAllowedBy(identity, action))) shared.note(NOTED.account.what);
  }
  const given = [...roles, ...otherActors(population)].flatMap((actor) => refuted(actor, crossings, options));
  const known = new Set(given.map(keyOf));
  // What a role has already need not be said again of what it might be given.
  const possible = roles
    .filter(({ boundary }) => boundary !== undefined)
    .flatMap((actor) => refuted(unrestrained(actor), crossings, options))
    .filter((one) => !known.has(keyOf(one)));
  return [...given, ...possible];
}

const keyOf = ({ path: [step] }: Refutation): string =>
  `${step?.principal.replace(/, given all.*$/, '')}|${step?.resource}`;

function refuted(actor: Actor, crossings: Crossings, options: CrossingOptions): readonly Refutation[] {
  const { shared, tally } = options;
  const isOthers = (resource: WorldResource): boolean =>
    !actor.parties.includes(resource.owner) && !administers(actor, resource);
  const found: Crossing[] = [];
  for (const crossing of crossings.of(actor, isOthers, tally)) {
    tally.paths += 1;
    if (!shared.covers(crossing)) found.push(crossing);
  }
  const byResource = Map.groupBy(found, ({ arn }) => arn);
  return [...byResource.values()].map((same) => refutation(actor, same));
}

/**
 * Who administers an account holds all that is in it, and so may any role that it makes: domains share an account with
 * those whom they trust with it.
 */
function administers({ iam, role, parties }: Actor, { account }: WorldResource): boolean {
  return role === undefined && 'accountId' in iam && iam.accountId === account && !parties.includes(OUTSIDE);
}

function refutation(actor: Actor, same: readonly Crossing[]): Refutation {
  const [first] = same;
  const steps = same.map(stepOf);
  const actions = same.map(({ action }) => action);
  const step: Step = {
    principal: actor.name,
    actions,
    resource: first?.arn ?? '',
    because: distinct(steps.flatMap(({ because }) => because)),
  };
  const owner = first?.resource.owner ?? OUTSIDE;
  return {
    claim: 'separation',
    from: actor.parties.join(' and '),
    to: owner,
    principal: actor.name,
    what: `may ${actions.join(', ')} on ${step.resource}, which is of ${owner}${withContext(first?.allowed.context ?? {})}`,
    path: [step],
  };
}

function withContext(context: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(context).map(([key, value]) => `${key} = ${value}`);
  return pairs.length === 0 ? '' : ` (with ${pairs.join(', ')})`;
}

function distinct<T extends { readonly text: string }>(reasons: readonly T[]): readonly T[] {
  return [...new Map(reasons.map((reason) => [reason.text, reason])).values()];
}
