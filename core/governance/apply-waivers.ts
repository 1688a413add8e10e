import type { Finding } from './finding.ts';
import type { Waiver } from './waiver.ts';

/**
 * Splits a finding into what is waived and what is not. An expired waiver waives nothing,
 * and is a finding of its own.
 */
export function applyWaivers(finding: Finding, waivers: readonly Waiver[], today: string): Finding[] {
  const exact = waivers.filter(
    ({ policy, resource }) => policy === finding.policy && resource === finding.resource,
  );
  const isActive = ({ issued, expires }: Waiver): boolean => issued <= today && today <= expires;
  // A policy that cannot be evaluated has no offenders to be exact about.
  const active = finding.problem === undefined ? exact.filter(isActive) : [];
  const waived = active.flatMap((waiver): Finding[] => {
    const offenders = namedBy(finding, waiver);
    if (offenders.length === 0) return [];
    return [{ ...finding, offenders, disposition: 'waived', waiver: waiver.file }];
  });
  const covered = new Set(waived.flatMap(({ offenders }) => offenders));
  const left = namesOf(finding).filter((name) => !covered.has(name));
  const expired = exact.filter(({ expires }) => expires < today).map((waiver) => expiredFinding(waiver));
  if (left.length === 0) return [...waived, ...expired];
  const rest = waived.length === 0 ? finding : { ...finding, offenders: left };
  return [rest, ...waived, ...expired];
}

/** What a waiver can name: the offenders, or the resource where the whole of it offends. */
const namesOf = ({ offenders, resource }: Finding): readonly string[] =>
  offenders.length === 0 ? [resource] : offenders;

const namedBy = (finding: Finding, waiver: Waiver): string[] =>
  namesOf(finding).filter((name) => waiver.offenders.includes(name));

function expiredFinding({ file, resource, policy, expires }: Waiver): Finding {
  return {
    policy: 'waivers-end',
    version: 1,
    statement: 'An exception ends on its last day.',
    resource,
    offenders: [`${file} (${policy}, until ${expires})`],
    severity: 'warning',
    remediation: 'Mend what was waived and delete the waiver, or ask for a new one.',
    disposition: 'violation',
  };
}
