import { MeshError } from '../../core/errors/mesh-error.ts';
import { evaluateGate } from '../../core/governance/evaluate-gate.ts';
import { type Finding, stops } from '../../core/governance/finding.ts';
import type { SubjectPublication } from '../../core/governance/subject.ts';
import type { ProductManifest } from '../../core/pipeline/manifest.ts';
import type { AuditGateOutput, TableAudit } from '../../core/pipeline/run.ts';
import type { CheckResult } from '../../core/quality/audit-plan.ts';
import {
  type AuditOutcome,
  evaluateAudit,
  type MeasuredRow,
  refuses,
} from '../../core/quality/evaluate-audit.ts';

/** What the queries about one table answered. */
export type TableAnswers = {
  readonly row: MeasuredRow;
  readonly extras: MeasuredRow;
  /** By id of an extra query: why it has no answer. */
  readonly problems: Readonly<Record<string, string>>;
};

export type Refusal = {
  /** What did not pass, errors first, at most `FINDINGS_MAX`. */
  readonly findings: readonly CheckResult[];
  readonly passed: number;
  readonly failed: number;
};

export type Decision =
  | { readonly kind: 'publish'; readonly output: AuditGateOutput }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

export type DecidePublication = {
  readonly manifest: ProductManifest;
  readonly answers: Readonly<Record<string, TableAnswers>>;
  readonly now: Date;
};

/** Whether readers may see what a run has made: by its contract first, then by the law of the mesh. */
export function decidePublication({ manifest, answers, now }: DecidePublication): Decision {
  const outcomes = Object.fromEntries(
    manifest.tables.map(({ name, audit }) => {
      const found = answers[name];
      if (found === undefined) throw unaudited(name);
      return [name, evaluateAudit(audit, { table: name, now, ...found })];
    }),
  );
  const findings = judge(manifest, publicationOf(outcomes), now);
  const tables = Object.fromEntries(
    Object.entries(outcomes).map(([name, outcome]): [string, TableAudit] => [
      name,
      tableAudit(
        outcome,
        findings.filter(({ table }) => table === name),
      ),
    ]),
  );
  const results = Object.values(tables).flatMap(({ checks }) => checks);
  if (results.some(refuses)) return { kind: 'refuse', refusal: refusalOf(results) };
  const verdict = results.every(({ status }) => status === 'passed' || status === 'notEvaluated');
  return { kind: 'publish', output: { verdict: verdict ? 'passed' : 'warned', tables } };
}

function unaudited(table: string): MeshError {
  return new MeshError(`the table "${table}" was not audited`, {
    code: 'AuditMissing',
    hint: 'deploy the product again',
    source: 'platform',
  });
}

function tableAudit(outcome: AuditOutcome, findings: readonly CheckResult[]): TableAudit {
  const { rows, results, profile, completeness, validity } = outcome;
  return { rows, checks: [...results, ...findings], profile, completeness, validity };
}

const isBroken = ({ status }: CheckResult): boolean => status === 'failed' || status === 'error';

function publicationOf(outcomes: Readonly<Record<string, AuditOutcome>>): SubjectPublication {
  const all = Object.values(outcomes);
  const results = all.flatMap((outcome) => outcome.results);
  return {
    rows: all.reduce((sum, { rows }) => sum + rows, 0),
    completeness: Math.min(1, ...all.map(({ completeness }) => completeness)),
    validity: Math.min(1, ...all.map(({ validity }) => validity)),
    checksPassed: results.filter(({ status }) => status === 'passed').length,
    checksFailed: results.filter(isBroken).length,
  };
}

/** What the mesh's policies find about this publication, as results of checks. */
function judge(
  manifest: ProductManifest,
  publication: SubjectPublication,
  now: Date,
): readonly CheckResult[] {
  const { governance } = manifest;
  if (governance === undefined) {
    throw new MeshError(`the manifest of ${manifest.domain}.${manifest.product} says nothing of policies`, {
      code: 'ManifestWithoutGovernance',
      hint: 'deploy the product again',
      source: 'platform',
    });
  }
  return evaluateGate({ governance, publication, now }).map((finding) => policyResult(manifest, finding));
}

function policyResult(manifest: ProductManifest, finding: Finding): CheckResult {
  const [first = ''] = finding.offenders;
  const about = manifest.tables.find(({ name }) => first === name || first.startsWith(`${name}.`));
  return {
    id: `policy.${finding.policy}`,
    table: (about ?? manifest.tables[0])?.name ?? '',
    statement: finding.statement,
    dimension: 'conformity',
    // A waiver leaves the finding and takes away its force.
    severity: stops(finding) ? 'error' : 'warning',
    status: finding.problem === undefined ? 'failed' : 'error',
    measured: null,
    expected: finding.problem ?? finding.remediation,
    examples: finding.offenders.slice(0, OFFENDERS_MAX),
  };
}

const OFFENDERS_MAX = 5;

/** Step Functions cuts a longer cause, which then could not be read. */
const REFUSAL_LENGTH_MAX = 20_000;
export const FINDINGS_MAX = 50;

function refusalOf(results: readonly CheckResult[]): Refusal {
  const broken = results.filter(isBroken).toSorted((a, b) => Number(refuses(b)) - Number(refuses(a)));
  const findings: CheckResult[] = [];
  let length = 0;
  for (const finding of broken.slice(0, FINDINGS_MAX)) {
    // The cause is JSON within JSON, in which every quote is escaped.
    length += JSON.stringify(JSON.stringify(finding)).length;
    if (length > REFUSAL_LENGTH_MAX) break;
    findings.push(finding);
  }
  const passed = results.filter(({ status }) => status === 'passed').length;
  return { findings, passed, failed: broken.length };
}
