import type { Decision } from '../iam/decision.ts';
import { evaluate } from '../iam/evaluate.ts';
import type { IamPolicies, IamPrincipal } from '../iam/request.ts';
import type { WorldPolicy, WorldRole } from '../world/world.ts';

/** What a role, or a service, tries. */
export type Attempt = {
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly policy?: WorldPolicy | undefined;
  readonly mustAllowByResource?: boolean;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
};

/** An attempt with the answer to it. */
export type AskedIam = {
  /** ARN of the role, or the service's name. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: Decision;
};

export function askAsRole(role: WorldRole, attempt: Attempt): AskedIam {
  const { arn, name, account } = role;
  const sessionArn = `arn:aws:sts::${account}:assumed-role/${name}/explain`;
  return ask(
    attempt,
    {
      principal: { kind: 'role', arn, sessionArn, accountId: account },
      context: {
        'aws:PrincipalArn': arn,
        'aws:PrincipalAccount': account,
        'aws:PrincipalType': 'AssumedRole',
        'kms:CallerAccount': account,
        'aws:PrincipalIsAWSService': 'false',
        ...Object.fromEntries(
          Object.entries(role.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]),
        ),
      },
    },
    { identity: role.identity, ...(role.boundary && { boundary: role.boundary }) },
  );
}

/** A service that calls in the name of a resource. */
export function askAsService(service: string, sourceArn: string, attempt: Attempt): AskedIam {
  return ask(
    attempt,
    {
      principal: { kind: 'service', service },
      context: {
        'aws:PrincipalIsAWSService': 'true',
        'aws:PrincipalServiceName': service,
        'aws:SourceArn': sourceArn,
        'aws:SourceAccount': attempt.resourceAccount,
      },
    },
    { identity: [] },
  );
}

type Asker = {
  readonly principal: IamPrincipal;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
};

function ask(attempt: Attempt, asker: Asker, policies: IamPolicies): AskedIam {
  const { action, resource, resourceAccount, policy, mustAllowByResource, context } = attempt;
  const decision = evaluate(
    {
      principal: asker.principal,
      action,
      resource,
      resourceAccount,
      ...(mustAllowByResource !== undefined && { mustAllowByResource }),
      context: {
        'aws:SecureTransport': 'true',
        'aws:ResourceAccount': resourceAccount,
        ...asker.context,
        ...context,
      },
      mayHaveKey: (key) => MAY_HAVE.test(key),
    },
    { ...policies, ...(policy && { resource: policy }) },
  );
  const { principal } = asker;
  return {
    principal: principal.kind === 'role' ? principal.arn : 'service' in principal ? principal.service : '',
    action,
    resource,
    decision,
  };
}

/** What a request has on AWS, and of which templates do not say what: a condition on it is unknown. */
const MAY_HAVE =
  /^aws:(principalorgid|principalorgpaths|resourceorgid|sourceip|sourcevpc|sourcevpce|vpcsourceip|currenttime|epochtime|requestedregion|userid|useragent|multifactorauth\w+|tokenissuetime|calledvia\w*|viaawsservice)$/;
