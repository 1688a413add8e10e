import type { Decision, StatementRef, Unsupported } from './decision.ts';
import { type Grantee, grantee, isDenied } from './match-principal.ts';
import { matchStatement, type Target, targetOf, unsupportedPart } from './match-statement.ts';
import type { NamedPolicy, PolicyKind, Statement } from './policy.ts';
import type { IamPolicies, IamPrincipal, IamRequest } from './request.ts';

/** Decides a request as IAM does: any deny wins, then every kind of policy that applies must allow. */
export function evaluate(request: IamRequest, policies: IamPolicies): Decision {
  const target = targetOf(request);
  const denied = findDeny(request.principal, target, policies);
  if (denied) return denied;
  const unsupported: Unsupported[] = [];
  const allows = (policy: NamedPolicy, kind: PolicyKind) => findAllow(policy, kind, target, unsupported);
  const guard = guardsOf(policies, allows);
  const resource =
    policies.resource && findResourceAllow(policies.resource, request.principal, target, unsupported);
  const missing = missingKinds(request, { ...guard, resource });
  if (missing.length > 0) return { kind: 'denied', reason: 'implicit', missing, unsupported };
  const by = [guard.identity, resource?.by].flatMap((ref) => (ref ? [ref] : []));
  return { kind: 'allowed', by };
}

type Guards = {
  readonly identity: StatementRef | undefined;
  /** Whether each kind of policy that limits lets the request through. */
  readonly boundary: boolean;
  readonly session: boolean;
  readonly scp: boolean;
  readonly rcp: boolean;
};

type Allows = (policy: NamedPolicy, kind: PolicyKind) => StatementRef | undefined;

function guardsOf(policies: IamPolicies, allows: Allows): Guards {
  const any = (list: readonly NamedPolicy[], kind: PolicyKind): boolean =>
    list.some((policy) => allows(policy, kind) !== undefined);
  return {
    identity: firstOf(policies.identity, (policy) => allows(policy, 'identity')),
    boundary: policies.boundary === undefined || any([policies.boundary], 'boundary'),
    session: policies.session === undefined || any(policies.session, 'session'),
    scp: (policies.scps ?? []).every((level) => any(level, 'scp')),
    rcp: (policies.rcps ?? []).every((level) => any(level, 'rcp')),
  };
}

type ResourceAllow = { readonly grantee: Grantee; readonly by: StatementRef };

/** The kinds of policy that would have had to allow; empty means that the request is allowed. */
function missingKinds(
  request: IamRequest,
  found: Guards & { readonly resource: ResourceAllow | undefined },
): readonly PolicyKind[] {
  const { principal } = request;
  const organisation = kinds({ scp: found.scp, rcp: found.rcp });
  if (principal.kind === 'service') {
    return [...organisation, ...kinds({ resource: found.resource !== undefined })];
  }
  const hasIdentity = principal.kind === 'root' || found.identity !== undefined;
  const own = kinds({ identity: hasIdentity, boundary: found.boundary, session: found.session });
  if (principal.accountId !== request.resourceAccount) {
    return [...organisation, ...own, ...kinds({ resource: found.resource !== undefined })];
  }
  if (organisation.length > 0) return organisation;
  return sameAccount({ own, found, mustAllowByResource: request.mustAllowByResource === true });
}

function sameAccount(of: {
  readonly own: readonly PolicyKind[];
  readonly found: Guards & { readonly resource: ResourceAllow | undefined };
  readonly mustAllowByResource: boolean;
}): readonly PolicyKind[] {
  const { own, found, mustAllowByResource } = of;
  switch (found.resource?.grantee) {
    case 'everyone':
    case 'session':
    case 'service':
      return [];
    case 'role':
      return kinds({ boundary: found.boundary, session: found.session });
    case 'account':
      return own;
    case undefined:
      return mustAllowByResource ? [...own, 'resource'] : own;
  }
}

/** Names of what is false. */
function kinds(holds: Partial<Readonly<Record<PolicyKind, boolean>>>): readonly PolicyKind[] {
  // The keys of the record are kinds of policies by its type.
  return (Object.keys(holds) as PolicyKind[]).filter((kind) => holds[kind] === false);
}

function findDeny(principal: IamPrincipal, target: Target, policies: IamPolicies): Decision | undefined {
  for (const [kind, policy] of everyPolicy(policies)) {
    for (const statement of policy.policy.statements) {
      if (statement.effect !== 'Deny' || !covers(kind, statement, principal)) continue;
      const matched = matchStatement(statement, target);
      if (matched === false) continue;
      const by = refOf(kind, policy, statement);
      if (matched === true) return { kind: 'denied', reason: 'explicit-deny', by };
      return { kind: 'denied', reason: 'unsupported', by, what: unsupportedPart(statement, target) };
    }
  }
  return undefined;
}

function everyPolicy(policies: IamPolicies): readonly (readonly [PolicyKind, NamedPolicy])[] {
  const of = (kind: PolicyKind, list: readonly NamedPolicy[]) =>
    list.map((policy) => [kind, policy] as const);
  return [
    ...of('scp', (policies.scps ?? []).flat()),
    ...of('rcp', (policies.rcps ?? []).flat()),
    ...of('resource', policies.resource ? [policies.resource] : []),
    ...of('identity', policies.identity),
    ...of('boundary', policies.boundary ? [policies.boundary] : []),
    ...of('session', policies.session ?? []),
  ];
}

/** Only a resource's policy says whom it means; a principal that is not understood may be anybody. */
function covers(kind: PolicyKind, statement: Statement, principal: IamPrincipal): boolean {
  if (kind !== 'resource' && kind !== 'rcp') return true;
  if (statement.unsupported !== undefined || !statement.principal) return true;
  return isDenied(statement.principal, principal);
}

function findAllow(
  policy: NamedPolicy,
  kind: PolicyKind,
  target: Target,
  unsupported: Unsupported[],
): StatementRef | undefined {
  return firstOf(policy.policy.statements, (statement) => {
    // Only trust policies leave the resource out: an identity statement without one allows nothing.
    if (statement.effect !== 'Allow' || !statement.resource) return undefined;
    return allowedBy(policy, kind, statement, { target, unsupported });
  });
}

function allowedBy(
  policy: NamedPolicy,
  kind: PolicyKind,
  statement: Statement,
  at: { readonly target: Target; readonly unsupported: Unsupported[] },
): StatementRef | undefined {
  const matched = matchStatement(statement, at.target);
  if (matched === true) return refOf(kind, policy, statement);
  if (matched === 'unsupported') {
    const what = unsupportedPart(statement, at.target);
    at.unsupported.push({ by: refOf(kind, policy, statement), what });
  }
  return undefined;
}

const UNCAPPED: ReadonlySet<Grantee> = new Set(['everyone', 'session', 'service']);

/** The strongest allow of a resource's policy: a weaker one may stand before it. */
function findResourceAllow(
  policy: NamedPolicy,
  principal: IamPrincipal,
  target: Target,
  unsupported: Unsupported[],
): ResourceAllow | undefined {
  let best: ResourceAllow | undefined;
  for (const statement of policy.policy.statements) {
    if (statement.effect !== 'Allow' || !statement.principal || statement.principal.isNegated) continue;
    const named = grantee(statement.principal, principal);
    if (!named) continue;
    const by = allowedBy(policy, 'resource', statement, { target, unsupported });
    if (!by) continue;
    if (UNCAPPED.has(named)) return { grantee: named, by };
    if (best?.grantee !== 'role') best = { grantee: named, by };
  }
  return best;
}

function refOf(kind: PolicyKind, policy: NamedPolicy, statement: Statement): StatementRef {
  const { index, sid } = statement;
  return { kind, policy: policy.name, index, ...(sid !== undefined && { sid }) };
}

function firstOf<T, R>(list: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of list) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
