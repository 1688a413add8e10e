import { describeGrant } from '../../core/access/grants/apply-plan.ts';
import type { SweepReport } from './sweep-grants.ts';

export type SweepEvent = {
  readonly type: 'AccessRevoked' | 'DriftRepaired' | 'PolicyViolated';
  readonly detail: Readonly<Record<string, unknown>>;
};

/** What a sweep tells the domain: one event per repair, and one where it could not repair. */
export function sweepEvents(report: SweepReport): readonly SweepEvent[] {
  const { domain, at } = report;
  return [
    ...report.revoked.map(
      ({ grant, reason }): SweepEvent => ({
        type: 'AccessRevoked',
        detail: { domain, at, ...grant, reason, message: `revoked ${describeGrant(grant)}: ${reason}` },
      }),
    ),
    ...report.granted.map(
      ({ grant, because }): SweepEvent => ({
        type: 'DriftRepaired',
        detail: { domain, at, ...grant, because, message: `granted ${describeGrant(grant)}` },
      }),
    ),
    ...report.filtersMended.map(
      (filter): SweepEvent => ({
        type: 'DriftRepaired',
        detail: { domain, at, filter, message: `restored the data cells filter ${filter}` },
      }),
    ),
    ...violation(report),
  ];
}

function violation(report: SweepReport): readonly SweepEvent[] {
  const { domain, at, outcome, left, failed } = report;
  const messages: Partial<Record<SweepReport['outcome'], string>> = {
    planned: `a dry run found ${left.revokes.length} grants that nobody declared`,
    stopped: `${left.revokes.length} grants are not declared, more than one sweep may revoke: nothing was changed`,
    incomplete: `${failed.length} repairs failed: ${failed[0]?.step}: ${failed[0]?.error.message}`,
  };
  const message = messages[outcome];
  return message === undefined ? [] : [{ type: 'PolicyViolated', detail: { domain, at, outcome, message } }];
}
