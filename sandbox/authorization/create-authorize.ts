import type { Decision } from '../../core/access/iam/decision.ts';
import { evaluate } from '../../core/access/iam/evaluate.ts';
import type { NamedPolicy } from '../../core/access/iam/policy.ts';
import { compiledPolicy } from '../../core/access/iam/policy-cache.ts';
import type { IamPolicies, IamPrincipal } from '../../core/access/iam/request.ts';
import { AwsError } from '../cloud/aws-error.ts';
import { type Caller, callerArn } from '../cloud/caller.ts';
import type { Authorize, Cloud } from '../cloud/cloud.ts';
import type { AuthorizationRequest } from '../cloud/operation.ts';
import { managedDocument } from '../services/iam/managed-policies.ts';
import { findRole } from '../services/iam/roles.ts';
import type { RoleRecord } from '../services/iam/store.ts';
import { denialMessage } from './denial-message.ts';
import { globalKeys } from './global-keys.ts';

/** One decision, for who wants to know which permissions are in use. */
export type SeenDecision = {
  readonly caller: Caller;
  readonly request: AuthorizationRequest;
  readonly decision: Decision;
};

/** Enforces IAM as synthesized: every request must be allowed, or the call fails in AWS's words. */
export function createAuthorize(onDecision?: (seen: SeenDecision) => void): Authorize {
  return (cloud, caller, requests) => {
    if (requests.length === 0) return;
    const subject = subjectOf(cloud, caller);
    for (const request of requests) {
      const decision = decideFor(cloud, subject, request);
      onDecision?.({ caller, request, decision });
      if (decision.kind === 'denied') {
        throw new AwsError('AccessDeniedException', denialMessage(caller, request, decision));
      }
    }
  };
}

/** Decides one request without throwing, for explanations. */
export function decide(cloud: Cloud, caller: Caller, request: AuthorizationRequest): Decision {
  return decideFor(cloud, subjectOf(cloud, caller), request);
}

/** A caller with the policies that go with it. */
type Subject = {
  readonly caller: Caller;
  readonly principal: IamPrincipal;
  readonly role: RoleRecord | undefined;
  readonly policies: Pick<IamPolicies, 'identity' | 'boundary'>;
};

function subjectOf(cloud: Cloud, caller: Caller): Subject {
  const { principal, accountId } = caller;
  switch (principal.kind) {
    case 'root':
      return { caller, principal: { kind: 'root', accountId }, role: undefined, policies: { identity: [] } };
    case 'service':
      return { caller, principal, role: undefined, policies: { identity: [] } };
    case 'role': {
      const role = findRole(cloud, principal.arn);
      if (!role) throw unknownRole(principal.arn);
      return {
        caller,
        principal: { kind: 'role', arn: principal.arn, sessionArn: callerArn(caller), accountId },
        role,
        policies: policiesOf(cloud, role),
      };
    }
  }
}

function unknownRole(arn: string): AwsError {
  return new AwsError(
    'InvalidClientTokenId',
    `The security token included in the request is invalid: the role ${arn} does not exist`,
    { status: 403 },
  );
}

function policiesOf(cloud: Cloud, role: RoleRecord): Subject['policies'] {
  const inline = Object.entries(role.inline).map(([name, text]) => named(`${role.name}/${name}`, text));
  const attached = role.attached.map((arn) => named(arn, managedDocument(cloud, arn)));
  const { boundary } = role;
  return {
    identity: [...inline, ...attached],
    ...(boundary !== undefined && { boundary: named(boundary, managedDocument(cloud, boundary)) }),
  };
}

function named(name: string, document: unknown): NamedPolicy {
  return { name, policy: compiledPolicy(document) };
}

function decideFor(cloud: Cloud, subject: Subject, request: AuthorizationRequest): Decision {
  const { caller, principal, policies } = subject;
  const resourceAccount = request.resourceAccount ?? caller.accountId;
  const keys = globalKeys({
    caller,
    role: subject.role,
    now: cloud.clock(),
    resourceAccount,
    organization: cloud.organization,
  });
  const { resourcePolicy } = request;
  return evaluate(
    {
      principal,
      action: request.action,
      resource: request.resource,
      resourceAccount,
      mustAllowByResource: request.mustAllowByResource ?? false,
      context: { ...keys, ...request.context },
    },
    {
      ...policies,
      ...(resourcePolicy !== undefined && {
        resource: named(`policy of ${request.resource}`, resourcePolicy),
      }),
    },
  );
}
