import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

import { MeshError } from '../../core/errors/mesh-error.ts';
import type { ProductManifest } from '../../core/pipeline/manifest.ts';

/** Puts one of our own events on the domain's bus; AWS's service events are best effort, these are not. */
export async function announce(
  events: EventBridgeClient,
  manifest: ProductManifest,
  event: {
    readonly type: 'ProductPublished' | 'RunFailed';
    readonly detail: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const answer = await events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: manifest.resources.bus,
          Source: 'freehold',
          DetailType: event.type,
          Detail: JSON.stringify(event.detail),
        },
      ],
    }),
  );
  // PutEvents answers 200 also when it took nothing.
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode !== undefined);
  if (refused === undefined) return;
  throw new MeshError(
    `the bus ${manifest.resources.bus} did not take ${event.type}: ${refused.ErrorMessage}`,
    {
      code: refused.ErrorCode ?? 'EventRefused',
      source: 'platform',
    },
  );
}
