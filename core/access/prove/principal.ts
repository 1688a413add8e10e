import { compiledPolicy } from '../iam/policy-cache.ts';
import type { NamedPolicy } from '../iam/policy.ts';
import type { IamPrincipal } from '../iam/request.ts';
import type { Variables } from '../iam/template.ts';
import type { World, WorldPolicy, WorldRole } from '../world/world.ts';
import { OUTSIDE, type Party } from './proof.ts';

/** Somebody who might ask, with all that is known of every request of its. */
export type Actor = {
  readonly name: string;
  readonly parties: readonly Party[];
  readonly iam: IamPrincipal;
  /** By lower-case key. */
  readonly facts: Readonly<Record<string, string>>;
  /** Whether a request of its may have a value for another key. */
  readonly mayHaveKey: (key: string) => boolean;
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly role?: WorldRole;
};

/** Accounts and an organization that are nobody's here. */
const ELSEWHERE = '000000000000';
const UNKNOWN_MEMBER = '000000000001';
const OTHER_ORGANIZATION = 'o-elsewhere0';

const ALL_RIGHTS: NamedPolicy = {
  name: 'whatever its boundary leaves',
  policy: compiledPolicy({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Given', Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
};

export type Population = {
  readonly world: World;
  readonly organization: string;
  readonly region: string;
  /** Domains, by account. */
  readonly partiesIn: (account: string) => readonly Party[];
};

/** Roles as they are. */
export function roleActor(role: WorldRole, organization: string): Actor {
  return {
    name: role.name,
    parties: [role.owner],
    iam: {
      kind: 'role',
      arn: role.arn,
      sessionArn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/session`,
      accountId: role.account,
    },
    facts: {
      'aws:principalarn': role.arn,
      'aws:principalaccount': role.account,
      'aws:principalorgid': organization,
      'aws:principaltype': 'AssumedRole',
      'aws:principalisawsservice': 'false',
      'kms:calleraccount': role.account,
      ...tagFacts(role),
    },
    mayHaveKey: (key) => !key.startsWith('aws:principal') && key !== 'aws:sourceidentity',
    identity: role.identity,
    ...(role.boundary && { boundary: role.boundary }),
    role,
  };
}

function tagFacts({ tags }: WorldRole): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]),
  );
}

/** The role as it could become when its policies are changed: all that its boundary leaves. */
export function unrestrained(actor: Actor): Actor {
  return { ...actor, name: `${actor.name}, given all that its boundary leaves,`, identity: [ALL_RIGHTS] };
}

/** What policy variables stand for in requests of somebody; null where that may be anything. */
export function variablesOf(actor: Actor): Variables {
  return (key) => actor.facts[key] ?? (actor.mayHaveKey(key) ? null : undefined);
}

/** Everybody who is no role of the templates. */
export function otherActors(population: Population): readonly Actor[] {
  const { world } = population;
  return [
    ...[...world.accounts, UNKNOWN_MEMBER].flatMap((account) => [
      administrator(account, population),
      otherRole(account, population),
    ]),
    stranger(),
    ...accountsNamed(world).map((account) => ({
      ...stranger(account),
      name: `an administrator of account ${account}, which is not of the mesh,`,
    })),
    { ...stranger(), name: 'anybody without credentials', iam: { kind: 'anonymous' } },
    ...servicesNamed(world).map((service) => serviceElsewhere(service, population)),
    ...providersNamed(world).map(
      (provider): Actor => ({ ...stranger(), name: provider, iam: { kind: 'federated', provider } }),
    ),
  ];
}

/** Whoever administers an account: its root, and any role that it might make there. */
function administrator(account: string, { organization, partiesIn }: Population): Actor {
  const isKnown = account !== UNKNOWN_MEMBER;
  return {
    name: isKnown
      ? `an administrator of account ${account}`
      : 'an administrator of another account of the organization',
    parties: isKnown ? partiesIn(account) : [OUTSIDE],
    iam: { kind: 'root', accountId: account },
    facts: {
      'aws:principalaccount': account,
      'aws:principalorgid': organization,
      'aws:principalisawsservice': 'false',
      'kms:calleraccount': account,
    },
    mayHaveKey: () => true,
    identity: [],
  };
}

/** A role that stands in no template, and has no name that a policy gives. */
function otherRole(accountId: string, population: Population): Actor {
  const { name, parties, facts } = administrator(accountId, population);
  const arn = `arn:aws:iam::${accountId}:role/any-other`;
  return {
    name: name.replace('an administrator', 'any other role'),
    parties,
    iam: {
      kind: 'role',
      arn,
      sessionArn: `arn:aws:sts::${accountId}:assumed-role/any-other/session`,
      accountId,
    },
    facts: { ...facts, 'aws:principalarn': arn, 'aws:principaltype': 'AssumedRole' },
    mayHaveKey: (key) => !key.startsWith('aws:principal') || key.startsWith('aws:principaltag/'),
    identity: [ALL_RIGHTS],
  };
}

function stranger(account: string = ELSEWHERE): Actor {
  return {
    name: 'an administrator of any other account',
    parties: [OUTSIDE],
    iam: { kind: 'root', accountId: account },
    facts: {
      'aws:principalaccount': account,
      'aws:principalorgid': OTHER_ORGANIZATION,
      'aws:principalisawsservice': 'false',
      'kms:calleraccount': account,
    },
    mayHaveKey: () => true,
    identity: [],
  };
}

/** Accounts that some policy names, and that are not of the mesh: they are let in where any other is not. */
function accountsNamed(world: World): readonly string[] {
  const accounts = named(world, (pattern) => {
    if (pattern.kind === 'account') return [pattern.accountId];
    return pattern.kind === 'arn' ? [pattern.arn.split(':')[4] ?? ''] : [];
  });
  return accounts.filter((account) => account !== '' && !world.accounts.has(account));
}

/** A service of AWS that acts for an account which is not of the mesh. */
function serviceElsewhere(service: string, { region }: Population): Actor {
  const source = `arn:aws:${service.split('.')[0]}:${region}:${ELSEWHERE}:anything`;
  return {
    name: `${service}, for any other account,`,
    parties: [OUTSIDE],
    iam: { kind: 'service', service },
    facts: {
      'aws:sourceaccount': ELSEWHERE,
      'aws:sourcearn': source,
      'aws:sourceorgid': OTHER_ORGANIZATION,
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': service,
      // CloudWatch Logs names the log group that it encrypts for.
      'kms:encryptioncontext:aws:logs:arn': source,
    },
    mayHaveKey: (key) => !key.startsWith('aws:principal'),
    identity: [],
  };
}

function servicesNamed(world: World): readonly string[] {
  return named(world, (pattern) => (pattern.kind === 'service' ? [pattern.service] : []));
}

function providersNamed(world: World): readonly string[] {
  return named(world, (pattern) => (pattern.kind === 'federated' ? [pattern.provider] : []));
}

type Pattern = NonNullable<WorldPolicy['policy']['statements'][number]['principal']>['patterns'][number];

function named(world: World, of: (pattern: Pattern) => readonly string[]): readonly string[] {
  const policies = [
    ...world.resources.flatMap(({ policy }) => (policy ? [policy] : [])),
    ...world.roles.map(({ trust }) => trust),
  ];
  const names = policies.flatMap(({ policy }) =>
    policy.statements.flatMap(({ principal }) => (principal?.patterns ?? []).flatMap(of)),
  );
  return [...new Set(names)];
}
