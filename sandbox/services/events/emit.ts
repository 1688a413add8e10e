import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../cloud/cloud.ts';
import { acceptEvent } from './accept-event.ts';
import { eventTime } from './bus-event.ts';
import { deliveries } from './deliveries.ts';

export type ServiceEvent = {
  readonly accountId: string;
  readonly region: string;
  /** `aws.s3` */
  readonly source: string;
  /** `Object Created` */
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources: readonly string[];
};

/**
 * Puts an AWS service's own event on the account's default bus. What it starts is written before it returns
 * and delivered later, so that it can be called inside `store.transaction`.
 */
export function emitServiceEvent(cloud: Cloud, event: ServiceEvent): void {
  const scope = { accountId: event.accountId, region: event.region };
  acceptEvent(
    cloud,
    { scope, bus: 'default' },
    {
      version: '0',
      id: randomUUID(),
      'detail-type': event.detailType,
      source: event.source,
      account: event.accountId,
      time: eventTime(cloud.clock()),
      region: event.region,
      resources: event.resources,
      detail: event.detail,
    },
    deliveries(cloud),
  );
}
