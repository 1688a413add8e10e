import { describeGrant } from '../../core/access/grants/apply-plan.ts';
import type { Announcement } from '../runtime/announce-all.ts';
import { grantedEvent, revokedEvent } from '../runtime/grants/access-events.ts';
import type { SweepReport } from './sweep-report.ts';

/** What a sweep tells the domain: one event per repair, and one where it could not repair. */
export function sweepEvents(report: SweepReport): readonly Announcement[] {
  const { domain, at } = report;
  const repaired = (detail: Readonly<Record<string, unknown>>): Announcement => ({
    type: 'DriftRepaired',
    detail: { domain, at, ...detail },
  });
  return [
    ...report.revoked.map((revoked) =>
      revoked.reason === 'unshared'
        ? repaired({
            ...revoked.grant,
            message: `revoked ${describeGrant(revoked.grant)}: nothing is shared`,
          })
        : revokedEvent({ domain, at }, revoked),
    ),
    ...report.granted.map((granted) =>
      granted.expires === undefined
        ? repaired({
            ...granted.grant,
            because: granted.because,
            message: `granted ${describeGrant(granted.grant)}`,
          })
        : grantedEvent({ domain, at }, granted),
    ),
    ...report.filtersMended.map((filter) =>
      repaired({ filter, message: `restored the data cells filter ${filter}` }),
    ),
    ...report.links.made.map((link) => repaired({ link, message: `made the link to ${link}` })),
    ...report.links.removed.map((link) =>
      repaired({ link, message: `removed the link to ${link}: nothing is shared behind it` }),
    ),
    ...violation(report),
  ];
}

function violation(report: SweepReport): readonly Announcement[] {
  const { domain, at, outcome, left, failed, rule } = report;
  const undeclared = left.revokes.filter(({ reason }) => reason === 'undeclared').length;
  const messages: Partial<Record<SweepReport['outcome'], string>> = {
    planned: `a dry run found ${undeclared} grants that nobody declared`,
    stopped: `${undeclared} grants are not declared, more than one sweep may revoke: they are left`,
    incomplete: `${failed.length} repairs failed: ${failed[0]?.step}: ${failed[0]?.error.message}`,
  };
  const isTold = undeclared > 0 && rule !== 'observe';
  const message =
    messages[outcome] ??
    (isTold ? `${undeclared} grants are not declared, and left by the mesh's rule "${rule}"` : undefined);
  return message === undefined ? [] : [{ type: 'PolicyViolated', detail: { domain, at, outcome, message } }];
}
