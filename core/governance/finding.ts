import type { Diagnostic, SourceSpan } from '../diagnostics/diagnostic.ts';
import { errorAt, warningAt } from '../diagnostics/report.ts';

/** What a policy found about one resource. A waiver changes the disposition and hides nothing. */
export type Finding = {
  readonly policy: string;
  readonly version: number;
  readonly statement: string;
  /** `<domain>.<product>` */
  readonly resource: string;
  /** Names of what breaks the policy, for example `flights.delay_minutes`; the resource itself where it is empty. */
  readonly offenders: readonly string[];
  readonly severity: 'error' | 'warning';
  readonly remediation: string;
  readonly disposition: 'violation' | 'waived';
  /** File of the waiver. */
  readonly waiver?: string;
  /** Why the policy could not be evaluated, which counts as a violation. */
  readonly problem?: string;
};

/** Whether a finding stops a pull request, a synthesis or a publication. */
export function stops({ severity, disposition }: Finding): boolean {
  return severity === 'error' && disposition === 'violation';
}

/** Offenders that are spelled out in one message. */
const OFFENDERS_SHOWN_MAX = 5;

/** A finding at a place in a file that somebody wrote. */
export function findingToDiagnostic(finding: Finding, span: SourceSpan): Diagnostic {
  const { policy, statement, resource, offenders, remediation, problem, waiver } = finding;
  const shown = offenders.slice(0, OFFENDERS_SHOWN_MAX).join(', ');
  const more = offenders.length - OFFENDERS_SHOWN_MAX;
  const who = shown === '' ? resource : `${resource} (${shown}${more > 0 ? `, and ${more} more` : ''})`;
  const because = problem === undefined ? '' : `; the policy cannot be evaluated: ${problem}`;
  const until = waiver === undefined ? '' : ` [waived by ${waiver}]`;
  const message = `${who} breaks policy ${policy}: ${statement}${because}${until}`;
  const report = { code: 'PolicyViolation', message, hint: remediation } as const;
  return stops(finding) ? errorAt(span, report) : warningAt(span, report);
}
