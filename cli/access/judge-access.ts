import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import { startOf } from '../../core/diagnostics/report.ts';
import { evaluatePolicies } from '../../core/governance/evaluate-policies.ts';
import { type Finding, findingToDiagnostic, stops } from '../../core/governance/finding.ts';
import { parsePolicies } from '../../core/governance/parse-policies.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import type { AccessReader } from './access-reader.ts';

/** The policies that an access file would break, once it is in force, that nothing breaks without it. */
export function judgeAccess(
  reader: AccessReader,
  judged: { readonly domain: string; readonly file: string; readonly before: Mesh; readonly after: Mesh },
): Diagnostic[] {
  const law = parsePolicies(reader.files);
  const findings = (mesh: Mesh): Finding[] =>
    evaluatePolicies({ mesh, ...law, stage: 'validate', now: reader.now, domain: judged.domain });
  const known = new Set(findings(judged.before).flatMap(keysOf));
  return findings(judged.after)
    .filter((finding) => stops(finding) && keysOf(finding).some((key) => !known.has(key)))
    .map((finding) => findingToDiagnostic(finding, startOf(judged.file)));
}

const keysOf = ({ policy, resource, offenders, problem = '' }: Finding): readonly string[] =>
  (offenders.length === 0 ? [''] : offenders).map((offender) =>
    [policy, resource, offender, problem].join('|'),
  );
