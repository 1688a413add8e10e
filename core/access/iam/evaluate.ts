import {
  type Asked,
  ask,
  findDeny,
  findGrant,
  firstAllow,
  inAttackersView,
  type ResourceAllow,
} from './ask.ts';
import type { Decision, StatementRef, UnknownCounts } from './decision.ts';
import type { NamedPolicy, PolicyKind } from './policy.ts';
import type { IamPolicies, IamRequest } from './request.ts';

/** Decides a request as IAM does: any deny wins, then every kind of policy that applies must allow. */
export function evaluate(
  request: IamRequest,
  policies: IamPolicies,
  options: { readonly unknown?: UnknownCounts } = {},
): Decision {
  const asked = ask(request, applying(request, policies));
  const sure = decide(request, asked);
  if (options.unknown !== 'allowed' || !mightBeAllowed(sure, policies)) return sure;
  return decide(request, inAttackersView(asked));
}

function decide(request: IamRequest, asked: Asked): Decision {
  const denied = findDeny(asked);
  if (denied) return denied;
  const found = findAllows(asked);
  const missing = missingKinds(request, found);
  if (missing.length > 0) {
    return { kind: 'denied', reason: 'implicit', missing, unsupported: asked.unsupported };
  }
  const by = [found.identity, found.resource?.by].flatMap((ref) => (ref ? [ref] : []));
  return { kind: 'allowed', by, assumed: asked.assumed };
}

/** Whether anything unknown stood in the way. */
function mightBeAllowed(sure: Decision, { keyGrants = [] }: IamPolicies): boolean {
  if (sure.kind === 'allowed' || sure.reason === 'explicit-deny') return false;
  return sure.reason === 'unsupported' || sure.unsupported.length > 0 || keyGrants.length > 0;
}

const SERVICE_LINKED = /:role\/aws-service-role\//;

/** Without the organisation's policies where these do not reach. */
function applying({ principal, resourceAccount }: IamRequest, policies: IamPolicies): IamPolicies {
  const { scps, rcps, ...others } = policies;
  if (!scps && !rcps) return policies;
  const { managementAccount } = policies;
  const isLinked = principal.kind === 'role' && SERVICE_LINKED.test(principal.arn);
  // SCPs limit users and roles of member accounts; RCPs limit resources of theirs.
  const hasScps = 'accountId' in principal && principal.accountId !== managementAccount && !isLinked;
  const hasRcps = resourceAccount !== managementAccount && !isLinked;
  return { ...others, ...(hasScps && scps && { scps }), ...(hasRcps && rcps && { rcps }) };
}

type Found = {
  readonly identity: StatementRef | undefined;
  readonly resource: ResourceAllow | undefined;
  /** Whether each kind of policy that limits lets the request through. */
  readonly boundary: boolean;
  readonly session: boolean;
  readonly scp: boolean;
  readonly rcp: boolean;
  readonly endpoint: boolean;
};

function findAllows(asked: Asked): Found {
  const { policies } = asked;
  const any = (list: readonly NamedPolicy[], kind: PolicyKind): boolean =>
    firstAllow(asked, kind, list) !== undefined;
  return {
    identity: firstAllow(asked, 'identity', policies.identity),
    resource: findGrant(asked),
    boundary: policies.boundary === undefined || any([policies.boundary], 'boundary'),
    session: policies.session === undefined || any(policies.session, 'session'),
    scp: (policies.scps ?? []).every((level) => any(level, 'scp')),
    rcp: (policies.rcps ?? []).every((level) => any(level, 'rcp')),
    endpoint: policies.endpoint === undefined || any([policies.endpoint], 'endpoint'),
  };
}

/** The kinds of policy that would have had to allow; empty means that the request is allowed. */
function missingKinds(request: IamRequest, found: Found): readonly PolicyKind[] {
  const { principal } = request;
  const around = kinds({ scp: found.scp, rcp: found.rcp, endpoint: found.endpoint });
  const byResource = kinds({ resource: found.resource !== undefined });
  if (!('accountId' in principal)) return [...around, ...byResource];
  const hasIdentity = principal.kind === 'root' || found.identity !== undefined;
  const own = kinds({ identity: hasIdentity, boundary: found.boundary, session: found.session });
  if (principal.accountId !== request.resourceAccount) return [...around, ...own, ...byResource];
  if (around.length > 0) return around;
  return sameAccount({ own, found, mustAllowByResource: request.mustAllowByResource === true });
}

function sameAccount(of: {
  readonly own: readonly PolicyKind[];
  readonly found: Found;
  readonly mustAllowByResource: boolean;
}): readonly PolicyKind[] {
  const { own, found, mustAllowByResource } = of;
  switch (found.resource?.grantee) {
    case 'everyone':
    case 'itself':
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
