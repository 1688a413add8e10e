import { parseArn, requireArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { serviceRoleCaller } from '../../cloud/service-role.ts';
import type { Scope } from '../../cloud/store.ts';
import { acceptEvent, type DeliveryQueue } from './accept-event.ts';
import { requireBus } from './bus-address.ts';
import { putEventsRequest } from './put-events-request.ts';
import type { Delivery } from './store.ts';
import { targetInput } from './target-input.ts';

/** A delivery with the id that it keeps over its attempts. */
export type IdentifiedDelivery = Delivery & { readonly id: string };

/** Kinds of targets that the sandbox can deliver to; `PutTargets` refuses others. */
export type TargetKind = 'bus' | 'stateMachine' | 'function';

/** What kind of target an ARN is; `undefined` where the sandbox has none such. */
export function targetKind(arn: string): TargetKind | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service === 'events' && parsed.resource.startsWith('event-bus/')) return 'bus';
  if (parsed?.service === 'states' && parsed.resource.startsWith('stateMachine:')) return 'stateMachine';
  if (parsed?.service === 'lambda' && parsed.resource.startsWith('function:')) return 'function';
  return undefined;
}

/** Hands one event to its target, with the rule's own rights; throws `AwsError` where the target refuses. */
export async function deliverToTarget(
  cloud: Cloud,
  scope: Scope,
  delivery: IdentifiedDelivery,
  queue: DeliveryQueue,
): Promise<void> {
  const kind = targetKind(delivery.target.Arn);
  switch (kind) {
    case 'bus':
      return await sendToBus(cloud, scope, delivery, queue);
    case 'stateMachine':
      return await startExecution(cloud, scope, delivery);
    case 'function':
      return await invokeFunction(cloud, scope, delivery);
    case undefined:
      throw new AwsError('ValidationException', `the sandbox cannot deliver to ${delivery.target.Arn}`);
  }
}

async function sendToBus(
  cloud: Cloud,
  scope: Scope,
  delivery: IdentifiedDelivery,
  queue: DeliveryQueue,
): Promise<void> {
  if (delivery.forwarded) {
    throw new AwsError(
      'ValidationException',
      `EventBridge does not send an event on to a third bus: it came to ${delivery.rule.bus} from another one`,
    );
  }
  const bus = requireBus(cloud, scope, delivery.target.Arn);
  const caller = await roleCaller(cloud, scope, delivery);
  const { event } = delivery;
  cloud.authorize(caller, [
    putEventsRequest(bus, { source: event.source, detailType: event['detail-type'] }),
  ]);
  acceptEvent(cloud, { scope: bus.scope, bus: bus.record.name, forwarded: true }, event, queue);
}

/** The name is the delivery's, so that a delivery that is repeated after a crash starts nothing twice. */
async function startExecution(cloud: Cloud, scope: Scope, delivery: IdentifiedDelivery): Promise<void> {
  const caller = await roleCaller(cloud, scope, delivery);
  const input = {
    stateMachineArn: delivery.target.Arn,
    name: `${delivery.event.id}_${delivery.id}`,
    input: targetInput(delivery),
  };
  try {
    await cloud.dispatch(caller, 'states', 'StartExecution', input);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ExecutionAlreadyExists')) throw error;
  }
}

/** Functions are invoked by the service itself: their resource policy must allow the rule. */
async function invokeFunction(cloud: Cloud, scope: Scope, delivery: IdentifiedDelivery): Promise<void> {
  const caller: Caller = {
    principal: { kind: 'service', service: 'events.amazonaws.com' },
    accountId: scope.accountId,
    region: scope.region,
    sourceArn: delivery.rule.arn,
  };
  await cloud.dispatch(caller, 'lambda', 'Invoke', {
    FunctionName: delivery.target.Arn,
    InvocationType: 'Event',
    Payload: Buffer.from(targetInput(delivery)),
  });
}

async function roleCaller(cloud: Cloud, scope: Scope, { target, rule }: IdentifiedDelivery): Promise<Caller> {
  const roleArn = target.RoleArn;
  if (roleArn === undefined) {
    throw new AwsError('ValidationException', `RoleArn is required for target ${target.Arn}.`);
  }
  requireArn(roleArn, 'RoleArn');
  return await serviceRoleCaller(cloud, {
    service: 'events.amazonaws.com',
    roleArn,
    sessionName: rule.name,
    region: scope.region,
    sourceArn: rule.arn,
  });
}
