import type { AuthorizationRequest } from '../../cloud/operation.ts';
import type { Bus } from './bus-address.ts';

/** The permission that one event on one bus takes: the caller's, and across accounts the bus's policy too. */
export function putEventsRequest(
  bus: Bus,
  event: { readonly source: string; readonly detailType: string },
): AuthorizationRequest {
  return {
    action: 'events:PutEvents',
    resource: bus.record.arn,
    resourceAccount: bus.scope.accountId,
    ...(bus.record.policy !== undefined && { resourcePolicy: bus.record.policy }),
    context: { 'events:source': event.source, 'events:detail-type': event.detailType },
  };
}
