import type { Finding } from '../diagnostics/report.ts';
import type { Subscription } from './mesh.ts';
import { personKey } from './subscription-state.ts';

/** What somebody has yet to do about an access file that grants nothing, at the key where it shows. */
export type DescribedState = { readonly key: string; readonly finding: Finding };

/** Nothing where it is live, or where somebody has decided that it grants nothing. */
export function describeState(subscription: Subscription): DescribedState | undefined {
  const { state, consumer, expires } = subscription;
  if (state === 'expired') {
    const message = `the access of ${consumer} ended on ${expires}`;
    const hint = 'delete the file, or ask for it again with bin/mesh request';
    return { key: 'expires', finding: { code: 'ExpiredSubscription', message, hint } };
  }
  if (state !== 'pending') return undefined;
  const message = `the request of ${consumer} ${waitsFor(subscription)}; until then it grants nothing`;
  const hint = `its owner decides: bin/mesh approve ${subscription.file}, or bin/mesh deny`;
  return { key: 'approvedBy', finding: { code: 'PendingSubscription', message, hint } };
}

/** `waits for 1 of 2 approvals (policy approved)`, and why some do not count. */
export function waitsFor(subscription: Subscription): string {
  const { approvals, approvers } = subscription;
  const missing = approvals.needed - approvers.length;
  const rule = approvals.policies.length === 0 ? '' : ` (policy ${approvals.policies.join(', ')})`;
  const count =
    approvals.needed === 1
      ? 'an approval'
      : `${missing} of ${approvals.needed} approvals, by different people`;
  return `waits for ${count}${rule}${uncounted(subscription)}`;
}

function uncounted({ requestedBy, approvedBy }: Subscription): string {
  if (requestedBy === undefined) {
    return approvedBy.length > 1 ? ', and does not say who asked: add requestedBy' : '';
  }
  const asked = approvedBy.some((name) => personKey(name) === personKey(requestedBy));
  return asked ? `, which ${requestedBy}, who asked, cannot give` : '';
}
