import type { ArnPattern } from '../iam/match-arn.ts';
import { grantee } from '../iam/match-principal.ts';
import type { NamedPolicy } from '../iam/policy.ts';
import { literalStart, matchTemplate } from '../iam/template.ts';
import type { World, WorldPolicy } from '../world/world.ts';
import type { WorldResource } from '../world/world-resource.ts';
import { actionsInPlay } from './action-witnesses.ts';
import { ACCOUNT_WIDE, servicesOf } from './actions.ts';
import { areasOf } from './areas.ts';
import { type Allowed, type Attempt, findAllowed, type Tally, untried } from './decide.ts';
import { areaWitnesses, patternsOf } from './match-area.ts';
import { type Actor, variablesOf } from './principal.ts';
import { type Place, ResourceIndex } from './resource-index.ts';
import { sharedPatterns, type Use } from './shared.ts';

/** Why a name below which there are more ways to match than can be tried counts as reachable. */
export const TOO_MANY = 'its names match the patterns of policies in more ways than can be tried';

/** A request that is allowed on what belongs to somebody else. */
export type Crossing = Use & { readonly allowed: Allowed; readonly attempt: Attempt };

/** All that the world's policies let somebody do with what is another's. */
export class Crossings {
  readonly #indexes: ReadonlyMap<string, ResourceIndex>;
  readonly #opened: readonly WorldResource[];
  readonly #trusts: ReadonlyMap<string, WorldPolicy>;

  constructor(world: World) {
    const byAccount = Map.groupBy(world.resources, ({ account }) => account);
    this.#indexes = new Map([...byAccount].map(([account, all]) => [account, new ResourceIndex(all)]));
    this.#trusts = new Map(world.roles.map(({ arn, trust }) => [arn, trust]));
    this.#opened = world.resources.filter((resource) => this.#policyOf(resource) !== undefined);
  }

  /** `isWanted` says of which resources to ask. */
  *of(actor: Actor, isWanted: (resource: WorldResource) => boolean, tally: Tally): Iterable<Crossing> {
    for (const place of this.#places(actor, isWanted)) yield* this.#through(actor, place, tally);
  }

  /** Only what an identity's or a resource's statement might match can be allowed at all. */
  *#places(actor: Actor, isWanted: (resource: WorldResource) => boolean): Iterable<Place> {
    const seen = new Set<string>();
    const near = [...this.#named(actor), ...this.#opening(actor)];
    for (const place of near) {
      if (seen.has(place.area.text) || !isWanted(place.resource)) continue;
      seen.add(place.area.text);
      yield place;
    }
  }

  *#named(actor: Actor): Iterable<Place> {
    if (actor.iam.kind !== 'role') return;
    const index = this.#indexes.get(actor.iam.accountId);
    const giving =
      actor.role?.identity === actor.identity ? actor.identity : [actor.boundary, ...actor.identity];
    const policies = giving.slice(0, actor.role?.identity === actor.identity ? undefined : 1);
    for (const policy of policies) {
      for (const { effect, resource } of policy?.policy.statements ?? []) {
        if (effect !== 'Allow' || !resource) continue;
        if (resource.isNegated) yield* index?.near('') ?? [];
        else for (const pattern of resource.patterns) yield* index?.near(startOf(pattern)) ?? [];
      }
    }
  }

  *#opening(actor: Actor): Iterable<Place> {
    for (const resource of this.#opened) {
      const policy = this.#policyOf(resource);
      const isOpened = policy?.policy.statements.some(
        ({ effect, principal }) =>
          effect === 'Allow' &&
          (!principal || principal.isNegated || grantee(principal, actor.iam) !== undefined),
      );
      if (isOpened) for (const area of areasOf(resource)) yield { resource, area };
    }
  }

  #policyOf(resource: WorldResource): WorldPolicy | undefined {
    return resource.policy ?? (resource.kind === 'role' ? this.#trusts.get(resource.arn) : undefined);
  }

  *#through(actor: Actor, { resource, area }: Place, tally: Tally): Iterable<Crossing> {
    const policy = this.#policyOf(resource);
    const own = [...actor.identity, ...(actor.boundary ? [actor.boundary] : [])];
    const all = policy ? [...own, policy] : own;
    const patterns = [...patternsOf(all), ...sharedPatterns(actor, resource)];
    const found = areaWitnesses(area, patterns, variablesOf(actor));
    const arns = found ?? [area.text];
    const services = servicesOf(resource.arn);
    const inPlay = actionsInPlay(services, all);
    const isForeign = !('accountId' in actor.iam) || actor.iam.accountId !== resource.account;
    const opened = policy ? [policy] : [];
    // Across accounts both sides must allow, so that what the resource does not open need not be asked.
    const asked = isForeign ? opened : [...own, ...opened];
    const actions = (inPlay ?? services.map((service) => `${service}:*`)).filter(
      (action) => !ACCOUNT_WIDE.has(action) && isAllowedBy(asked, action),
    );
    tally.witnesses += arns.length;
    for (const arn of arns) {
      for (const action of actions) {
        const attempt: Attempt = {
          actor,
          action,
          resource: arn,
          account: resource.account,
          facts: factsOf(resource),
          ...(policy && { policy }),
        };
        const allowed = found && inPlay ? findAllowed(attempt, tally) : untried(TOO_MANY);
        if (allowed) yield { actor, action, resource, arn, allowed, attempt };
      }
    }
  }
}

export function isAllowedBy(policies: readonly NamedPolicy[], action: string): boolean {
  const wanted = action.toLowerCase();
  return policies.some(({ policy }) =>
    policy.statements.some(
      ({ effect, action: element, unsupported }) =>
        effect === 'Allow' &&
        (unsupported !== undefined ||
          element.isNegated ||
          element.patterns.some((pattern) => matchTemplate(pattern, wanted, () => undefined) === true)),
    ),
  );
}

export function factsOf(resource: WorldResource): Attempt['facts'] {
  return {
    'aws:resourceaccount': resource.account,
    ...(resource.kind === 'key' && { 'kms:resourcealiases': resource.aliases }),
  };
}

/** The text of a pattern before its first wildcard or variable. */
function startOf(pattern: ArnPattern): string {
  if (pattern === 'everything') return '';
  let start = '';
  for (const [index, part] of pattern.entries()) {
    start += `${index > 0 ? ':' : ''}${literalStart(part)}`;
    if (part.kind !== 'text') return start;
  }
  return start;
}
