import { recordPrefix } from '../../naming/names.ts';
import type { ArnPattern } from '../iam/match-arn.ts';
import { arnPattern } from '../iam/match-arn.ts';
import type { WorldResource } from '../world/world-resource.ts';
import type { Expectations } from './expectations.ts';
import type { Actor } from './principal.ts';
import { OUTSIDE, type Party, PLATFORM, type SharedUse } from './proof.ts';

/** Somebody's request on something of somebody else. */
export type Use = {
  readonly actor: Actor;
  readonly action: string;
  readonly resource: WorldResource;
  /** The ARN that the request names. */
  readonly arn: string;
};

type Rule = {
  readonly what: string;
  readonly reason: string;
  readonly covers: (use: Use, organization: string | undefined) => boolean;
};

/** What several domains may reach on purpose. Everything else that is not subscribed to is refuted. */
const RULES: readonly Rule[] = [
  {
    what: 'adding own records to the platform’s audit bucket',
    reason:
      'what a domain does is recorded where it cannot change it; each writes below its own account and name',
    covers: (use, organization) =>
      use.action === 's3:PutObject' &&
      use.resource.kind === 'bucket' &&
      use.resource.owner === PLATFORM &&
      isMember(use.actor, organization) &&
      recordAreas(use.actor).some((area) => use.arn.startsWith(`${use.resource.arn}/${area}`)),
  },
  {
    what: 'encrypting these records with the platform’s key',
    reason: 'a data key encrypts a new object; reading one takes kms:Decrypt, which stays with the platform',
    covers: ({ action, resource, actor }, organization) =>
      action === 'kms:GenerateDataKey' &&
      resource.kind === 'key' &&
      resource.owner === PLATFORM &&
      isMember(actor, organization),
  },
  {
    what: 'running functions as the roles that trust Lambda',
    reason:
      'Lambda acts as a role only for a function to which somebody of its account passed it, and says no account when it does',
    covers: ({ actor, action, resource }) =>
      action === 'sts:AssumeRole' &&
      resource.kind === 'role' &&
      actor.iam.kind === 'service' &&
      actor.iam.service === 'lambda.amazonaws.com',
  },
];

/**
 * A role of the mesh, or who administers an account and can make one that is named alike: of a domain, or, since a new
 * domain must change nothing central, of any account of the organization that mesh.yaml names.
 */
function isMember({ iam, role, parties, facts }: Actor, organization: string | undefined): boolean {
  if (role === undefined && iam.kind !== 'root') return false;
  return (
    !parties.includes(OUTSIDE) || (organization !== undefined && facts['aws:principalorgid'] === organization)
  );
}

const RECORDS = ['ledger', 'lineage', 'findings'] as const;

/** Key prefixes below which somebody may add records: an account's administrator may be any of its domains. */
function recordAreas({ iam, parties }: Actor): readonly string[] {
  if (!('accountId' in iam)) return [];
  return RECORDS.flatMap((kind) =>
    iam.kind === 'root'
      ? [`${kind}/${iam.accountId}/`]
      : parties.map((party) => recordPrefix(kind, iam.accountId, party)),
  );
}

/** Prefixes that rules tell apart, so that no witness stands for strings on both sides. */
export function sharedPatterns(actor: Actor, resource: WorldResource): readonly ArnPattern[] {
  if (resource.kind !== 'bucket' || resource.owner !== PLATFORM) return [];
  return recordAreas(actor).flatMap((area) => {
    const pattern = arnPattern(`${resource.arn}/${area}*`, { variables: false });
    return pattern ? [pattern] : [];
  });
}

/** Counts how often each rule was needed. */
export class SharedUses {
  readonly #uses = new Map<string, number>();
  readonly #listens: ReadonlySet<string>;
  readonly #forwarders: ReadonlySet<string>;
  readonly #organization: string | undefined;

  constructor(expected: Pick<Expectations, 'forwarders' | 'listening' | 'organization'>) {
    const { listening, forwarders, organization } = expected;
    this.#organization = organization;
    this.#listens = new Set(listening.map(({ bus, producer }) => `${bus}|${producer}`));
    this.#forwarders = new Set(forwarders);
  }

  covers(use: Use): boolean {
    if (this.#isHeard(use)) {
      this.note(NOTED.events.what);
      return true;
    }
    const rule = RULES.find(({ covers }) => covers(use, this.#organization));
    if (!rule) return false;
    this.note(rule.what);
    return true;
  }

  note(what: string): void {
    this.#uses.set(what, (this.#uses.get(what) ?? 0) + 1);
  }

  /** Whether a bus is meant to take somebody's events: the mesh's, or that of a consumer of its products. */
  takes(bus: WorldResource, from: Party): boolean {
    return bus.kind === 'bus' && (bus.owner === PLATFORM || this.#listens.has(`${bus.arn}|${from}`));
  }

  #isHeard({ actor, action, resource }: Use): boolean {
    if (action !== 'events:PutEvents') return false;
    if (resource.owner === PLATFORM) {
      return resource.kind === 'bus' && isMember(actor, this.#organization) && this.#forwards(actor);
    }
    return this.#forwards(actor) && actor.parties.some((party) => this.takes(resource, party));
  }

  /** One role of a domain, as domains are; whoever can change policies of a domain can make it any other. */
  #forwards({ iam, identity, role }: Actor): boolean {
    return (
      role === undefined || identity !== role.identity || ('arn' in iam && this.#forwarders.has(iam.arn))
    );
  }

  get all(): readonly SharedUse[] {
    return [...RULES, ...Object.values(NOTED)].map(({ what, reason }) => ({
      what,
      reason,
      uses: this.#uses.get(what) ?? 0,
    }));
  }
}

/** Rules that need more than the use, or are applied elsewhere in the proof. */
export const NOTED = {
  events: {
    what: 'telling the mesh, and who reads the products, what happens',
    reason:
      'every domain announces what it publishes, and one role of it forwards that, and nothing that others said',
  },
  addresses: {
    what: 'telling the owners of domains of their alarms by e-mail',
    reason: 'a topic sends alarms and no data; whose an address is, the owner in the domain’s file says',
  },
  lake: {
    what: 'administering the Lake Formation of a shared account',
    reason:
      'an account has one Lake Formation, and its administrators are the reconcilers of all its domains: their code grants what is declared, and no role of the mesh can change it',
  },
  results: {
    what: 'reading what a pipeline’s queries returned',
    reason:
      'what a domain’s pipeline reads becomes the domain’s own product; its publisher measures the results',
  },
  account: {
    what: 'actions of an account as a whole',
    reason:
      'AWS lets a role set up its logs, traces and metrics for the account only; none of these actions reads data',
  },
} as const;
