import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

import { MeshError } from '../../core/errors/mesh-error.ts';

export type Announcement = {
  readonly type: 'AccessGranted' | 'AccessRevoked' | 'DriftRepaired' | 'PolicyViolated';
  readonly detail: Readonly<Record<string, unknown>>;
};

/** PutEvents takes ten entries at most. */
const ENTRIES_MAX = 10;

/** More than this from one invocation tells nobody anything; the records have all of it. */
export const ANNOUNCEMENTS_MAX = 100;

/** Puts events on the domain's bus, up to a bound; answers how many were left out. */
export async function announceAll(
  events: EventBridgeClient,
  bus: string,
  list: readonly Announcement[],
): Promise<number> {
  const told = list.slice(0, ANNOUNCEMENTS_MAX);
  for (let at = 0; at < told.length; at += ENTRIES_MAX) {
    const Entries = told.slice(at, at + ENTRIES_MAX).map(({ type, detail }) => ({
      EventBusName: bus,
      Source: 'freehold',
      DetailType: type,
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount = 0 } = await events.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount === 0) continue;
    throw new MeshError(`the bus ${bus} did not take ${FailedEntryCount} events about grants`, {
      code: 'EventRefused',
      hint: 'what they tell of is done',
      source: 'platform',
    });
  }
  return list.length - told.length;
}
