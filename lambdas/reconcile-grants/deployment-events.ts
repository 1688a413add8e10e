import type { Announcement } from '../runtime/announce-all.ts';
import { grantedEvent, revokedEvent } from '../runtime/grants/access-events.ts';
import type { Reconciled } from './reconcile-grants.ts';

/** What a deployment tells of access: subscriptions that begin, grants that end. A domain's own roles are no news. */
export function deploymentEvents(
  { granted, revoked }: Pick<Reconciled, 'granted' | 'revoked'>,
  where: { readonly domain: string; readonly at: string },
): readonly Announcement[] {
  return [
    ...granted.flatMap((one) => (one.expires === undefined ? [] : [grantedEvent(where, one)])),
    ...revoked.flatMap((one) => (one.reason === 'unshared' ? [] : [revokedEvent(where, one)])),
  ];
}
