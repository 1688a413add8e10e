import { evaluate } from '../../../core/access/iam/evaluate.ts';
import { compiledPolicy } from '../../../core/access/iam/policy-cache.ts';
import type { ExecutionPolicy } from '../../../core/access/execution/execution-policy.ts';
import { callerArn } from '../../../sandbox/cloud/caller.ts';
import type { SeenDecision } from '../../../sandbox/index.ts';

/** An action that a statement gives. */
export type GivenAction = { readonly sid: string; readonly action: string };

/** Policies that do not give the action any more. */
export function without(
  policies: readonly ExecutionPolicy[],
  taken: GivenAction,
): readonly ExecutionPolicy[] {
  return policies.map(({ name, document }) => {
    const statements = document.Statement.map((statement) =>
      statement.Sid === taken.sid
        ? { ...statement, Action: statement.Action.filter((action) => action !== taken.action) }
        : statement,
    );
    // IAM refuses a statement without an action.
    return {
      name,
      document: { ...document, Statement: statements.filter(({ Action }) => Action.length > 0) },
    };
  });
}

/** Whether policies allow what was asked; the resource's own policy stands as it stood then. */
export function isAllowed(policies: readonly ExecutionPolicy[], { caller, request }: SeenDecision): boolean {
  const { principal, accountId } = caller;
  if (principal.kind !== 'role') throw new Error('CloudFormation acts as a role');
  const { action, resource, resourcePolicy, mustAllowByResource = false } = request;
  const decision = evaluate(
    {
      principal: { kind: 'role', arn: principal.arn, sessionArn: callerArn(caller), accountId },
      action,
      resource,
      resourceAccount: request.resourceAccount ?? accountId,
      mustAllowByResource,
      // Policies of keys and secrets ask who it is.
      context: { 'aws:PrincipalArn': principal.arn, ...request.context },
    },
    {
      identity: policies.map(({ name, document }) => ({ name, policy: compiledPolicy(document) })),
      ...(resourcePolicy !== undefined && {
        resource: { name: resource, policy: compiledPolicy(resourcePolicy) },
      }),
    },
  );
  return decision.kind === 'allowed';
}
