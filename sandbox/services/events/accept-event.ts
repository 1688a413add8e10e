import type { Cloud } from '../../cloud/cloud.ts';
import type { DurableQueue } from '../../cloud/durable-queue.ts';
import type { Scope } from '../../cloud/store.ts';
import { archiveEvent } from './archive-event.ts';
import type { BusEvent } from './bus-event.ts';
import { matchesPattern } from './match-pattern.ts';
import { type Delivery, eventsStore, type RuleRecord } from './store.ts';

export type Destination = {
  readonly scope: Scope;
  /** Name of the bus. */
  readonly bus: string;
  /** The event came from another bus. */
  readonly forwarded?: boolean;
};

/** The queue is given: what it delivers to another bus is accepted there in turn. */
export type DeliveryQueue = DurableQueue<Delivery>;

/** Writes a delivery for every target that the event has on this bus, all or none. */
export function acceptEvent(
  cloud: Cloud,
  destination: Destination,
  event: BusEvent,
  queue: DeliveryQueue,
): void {
  cloud.store.transaction(() => {
    archiveEvent(cloud, destination, event);
    for (const [, rule] of eventsStore(cloud).rules.list(destination.scope, `${destination.bus}/`)) {
      if (rule.state !== 'ENABLED' || rule.pattern === undefined) continue;
      if (matchesPattern(rule.pattern, event)) addDeliveries(destination, rule, event, queue);
    }
  });
}

/** Writes a delivery of the event for each target of one rule. */
export function addDeliveries(
  destination: Destination,
  rule: RuleRecord,
  event: BusEvent,
  queue: DeliveryQueue,
): void {
  for (const target of rule.targets) {
    queue.add(destination.scope, {
      event,
      rule: { bus: rule.bus, name: rule.name, arn: rule.arn },
      target,
      forwarded: destination.forwarded ?? false,
    });
  }
}
