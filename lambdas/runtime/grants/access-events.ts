import { describeGrant } from '../../../core/access/grants/apply-plan.ts';
import type { PlannedGrant, PlannedRevoke } from '../../../core/access/grants/plan-grants.ts';
import type { Announcement } from '../announce-all.ts';

type Where = { readonly domain: string; readonly at: string };

/** A subscription's grant is there. */
export function grantedEvent(where: Where, { grant, because, expires }: PlannedGrant): Announcement {
  const until = expires === undefined ? '' : ` until ${expires.slice(0, 10)}`;
  const message = `granted ${describeGrant(grant)}${until}`;
  return {
    type: 'AccessGranted',
    detail: { ...where, ...grant, because, ...(expires !== undefined && { expires }), message },
  };
}

/** A grant is gone: its subscription has ended, or nobody had declared it. */
export function revokedEvent(where: Where, { grant, reason }: PlannedRevoke): Announcement {
  const message = `revoked ${describeGrant(grant)}: ${reason}`;
  return { type: 'AccessRevoked', detail: { ...where, ...grant, reason, message } };
}
