import type { AuthorizationRequest, RequestContext } from '../../cloud/operation.ts';
import { busAddress, findBus, ruleArn } from './bus-address.ts';

/** One action on one bus, with the bus's policy. */
export function busRequest(
  action: string,
  nameOrArn: string | undefined,
  { cloud, accountId, region }: RequestContext,
): AuthorizationRequest {
  const { scope, arn } = busAddress({ accountId, region }, nameOrArn);
  const policy = findBus(cloud, scope, nameOrArn)?.record.policy;
  return {
    action: `events:${action}`,
    resource: arn,
    resourceAccount: scope.accountId,
    ...(policy !== undefined && { resourcePolicy: policy }),
  };
}

/** One action on one rule; rules across accounts go by the policy of their bus. */
export function ruleRequest(
  action: string,
  rule: { readonly bus: string | undefined; readonly name: string | undefined },
  context: RequestContext,
): AuthorizationRequest {
  const { scope, name } = busAddress(context, rule.bus);
  const { resourcePolicy } = busRequest(action, rule.bus, context);
  return {
    action: `events:${action}`,
    resource: ruleArn(scope, name, rule.name ?? ''),
    resourceAccount: scope.accountId,
    ...(resourcePolicy !== undefined && { resourcePolicy }),
  };
}
