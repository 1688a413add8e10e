import type { Decision, StatementRef, UnknownCounts, Unsupported } from './decision.ts';
import { matchKeyGrant } from './key-grant.ts';
import { type Grantee, grantee, isDenied } from './match-principal.ts';
import { matchStatement, type Target, targetOf, unknownPart } from './match-statement.ts';
import type { NamedPolicy, PolicyKind, Statement } from './policy.ts';
import type { IamPolicies, IamPrincipal, IamRequest } from './request.ts';
import { statementsAbout } from './statements-by-action.ts';
import { every, type Verdict } from './verdict.ts';

/** One evaluation on its way: the request, the policies, and what of them was not understood so far. */
export type Asked = {
  readonly principal: IamPrincipal;
  readonly target: Target;
  readonly policies: IamPolicies;
  readonly unknown: UnknownCounts;
  /** Allows that were left out, in the user's view. */
  readonly unsupported: Unsupported[];
  /** Allows that were counted and denies that were left out, in the attacker's. */
  readonly assumed: Unsupported[];
};

export function ask(request: IamRequest, policies: IamPolicies): Asked {
  const target = targetOf(request);
  return { principal: request.principal, target, policies, unknown: 'denied', unsupported: [], assumed: [] };
}

export function inAttackersView(asked: Asked): Asked {
  return { ...asked, unknown: 'allowed', unsupported: [], assumed: [] };
}

/** A statement that denies; one that might comes after those that do. */
export function findDeny(asked: Asked): Decision | undefined {
  let perhaps: Decision | undefined;
  for (const [kind, policy] of everyPolicy(asked.policies)) {
    for (const statement of statementsAbout(policy.policy, asked.target.action).denies) {
      const denied = denial(asked, { kind, policy, statement });
      if (denied?.reason === 'explicit-deny') return denied;
      perhaps ??= denied;
    }
  }
  return perhaps;
}

type Placed = { readonly kind: PolicyKind; readonly policy: NamedPolicy; readonly statement: Statement };

function denial(asked: Asked, placed: Placed): (Decision & { readonly kind: 'denied' }) | undefined {
  const { kind, statement } = placed;
  const verdict = every(
    [
      () => matchStatement(kind, statement, asked.target),
      () => (statement.principal ? isDenied(statement.principal, asked.principal) : true),
      () => reaches(kind, asked.target),
    ],
    (holds) => holds(),
  );
  if (verdict === false) return undefined;
  const by = refOf(placed);
  if (verdict === true) return { kind: 'denied', reason: 'explicit-deny', by };
  const what = whatOf(asked, placed);
  if (asked.unknown === 'denied') return { kind: 'denied', reason: 'unsupported', by, what };
  asked.assumed.push({ by, what });
  return undefined;
}

/** Services that AWS's documentation names for resource control policies from the beginning on. */
const RCP_SERVICES: ReadonlySet<string> = new Set(['kms', 's3', 'secretsmanager', 'sqs', 'sts']);

/** Whether resource control policies reach other services is not known here. */
function reaches(kind: PolicyKind, { action }: Target): Verdict {
  return kind !== 'rcp' || RCP_SERVICES.has(action.split(':')[0] ?? '') || 'unknown';
}

function whatOf(asked: Asked, { kind, statement }: Placed): string {
  const { principal } = statement;
  const who = principal?.patterns.find((pattern) => pattern.kind === 'unknown');
  if (who && statement.unsupported === undefined) return who.what;
  if (reaches(kind, asked.target) !== true) return 'a resource control policy on this service';
  return unknownPart(kind, statement, asked.target);
}

function everyPolicy(policies: IamPolicies): readonly (readonly [PolicyKind, NamedPolicy])[] {
  const of = (kind: PolicyKind, list: readonly (NamedPolicy | undefined)[]) =>
    list.flatMap((policy) => (policy ? [[kind, policy] as const] : []));
  return [
    ...of('scp', (policies.scps ?? []).flat()),
    ...of('rcp', (policies.rcps ?? []).flat()),
    ...of('endpoint', [policies.endpoint]),
    ...of('resource', [policies.resource]),
    ...of('identity', policies.identity),
    ...of('boundary', [policies.boundary]),
    ...of('session', policies.session ?? []),
  ];
}

/** A statement of one of the policies that allows; one that might comes after those that do. */
export function firstAllow(
  asked: Asked,
  kind: PolicyKind,
  policies: readonly NamedPolicy[],
): StatementRef | undefined {
  let perhaps: Placed | undefined;
  for (const policy of policies) {
    for (const statement of statementsAbout(policy.policy, asked.target.action).allows) {
      const placed = { kind, policy, statement };
      const verdict = matchStatement(kind, statement, asked.target);
      if (verdict === false || isForOthers(asked, statement)) continue;
      if (verdict === true && !isPerhapsFor(asked, statement)) return refOf(placed);
      perhaps ??= placed;
      if (asked.unknown === 'denied') note(asked.unsupported, asked, placed);
    }
  }
  if (!perhaps || asked.unknown === 'denied') return undefined;
  note(asked.assumed, asked, perhaps);
  return refOf(perhaps);
}

const isForOthers = ({ principal }: Asked, statement: Statement): boolean =>
  statement.principal !== undefined &&
  !statement.principal.isNegated &&
  grantee(statement.principal, principal) === undefined;

const isPerhapsFor = ({ principal }: Asked, statement: Statement): boolean =>
  statement.principal !== undefined && grantee(statement.principal, principal) === 'unknown';

function note(list: Unsupported[], asked: Asked, placed: Placed): void {
  list.push({ by: refOf(placed), what: whatOf(asked, placed) });
}

export type ResourceAllow = { readonly grantee: Grantee; readonly by: StatementRef };

/** The strongest way in which the resource opens itself: its policy, or for a key a grant. */
export function findGrant(asked: Asked): ResourceAllow | undefined {
  const byPolicy = asked.policies.resource && findResourceAllow(asked, asked.policies.resource);
  const byGrant = findKeyGrant(asked);
  if (!byPolicy || !byGrant) return byPolicy ?? byGrant;
  return STRENGTH[byGrant.grantee] > STRENGTH[byPolicy.grantee] ? byGrant : byPolicy;
}

const STRENGTH: Readonly<Record<Grantee, number>> = { account: 0, role: 1, itself: 2, everyone: 3 };

/** The strongest allow of a resource's policy: a weaker one may stand before it. */
function findResourceAllow(asked: Asked, policy: NamedPolicy): ResourceAllow | undefined {
  let best: ResourceAllow | undefined;
  for (const statement of statementsAbout(policy.policy, asked.target.action).allows) {
    const found = resourceAllow(asked, { kind: 'resource', policy, statement });
    if (found && (!best || STRENGTH[found.grantee] > STRENGTH[best.grantee])) best = found;
  }
  return best;
}

function resourceAllow(asked: Asked, placed: Placed): ResourceAllow | undefined {
  const { statement } = placed;
  const { principal } = statement;
  const named = principal && !principal.isNegated ? grantee(principal, asked.principal) : 'unknown';
  if (named === undefined) return undefined;
  const matched = matchStatement('resource', statement, asked.target);
  if (matched === false) return undefined;
  const by = refOf(placed);
  if (matched === true && named !== 'unknown') return { grantee: named, by };
  note(asked.unknown === 'denied' ? asked.unsupported : asked.assumed, asked, placed);
  // Who might be meant might be meant in the strongest way.
  return asked.unknown === 'denied' ? undefined : { grantee: named === 'unknown' ? 'everyone' : named, by };
}

/** Whether a boundary or a session policy caps a grant on a key, AWS does not say: it does for a user. */
function findKeyGrant(asked: Asked): ResourceAllow | undefined {
  for (const [index, grant] of (asked.policies.keyGrants ?? []).entries()) {
    const matched = matchKeyGrant(grant, asked.principal, asked.target);
    if (matched === false) continue;
    const by = { kind: 'key-grant', policy: grant.id, index } as const;
    if (asked.unknown === 'allowed') {
      if (matched === 'unknown') asked.assumed.push({ by, what: 'its encryption context' });
      return { grantee: 'everyone', by };
    }
    if (matched === true) return { grantee: 'role', by };
    asked.unsupported.push({ by, what: 'its encryption context' });
  }
  return undefined;
}

function refOf({ kind, policy, statement }: Placed): StatementRef {
  const { index, sid } = statement;
  return { kind, policy: policy.name, index, ...(sid !== undefined && { sid }) };
}
