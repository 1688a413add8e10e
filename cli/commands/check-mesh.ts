import type { Diagnostic } from '../../core/diagnostics/diagnostic.ts';
import { sortDiagnostics, startOf } from '../../core/diagnostics/report.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Mesh } from '../../core/spec/mesh.ts';
import type { SpecFiles } from '../../core/spec/spec-files.ts';
import { readMesh } from './validate.ts';

export type CheckedMesh = {
  /** Absent where there is an error that is not a policy's. */
  readonly mesh?: Mesh;
  readonly files: SpecFiles;
  readonly diagnostics: readonly Diagnostic[];
  readonly findings: readonly Finding[];
  readonly policies: number;
};

/** All that a pull request is held to: the files themselves, then the shared law. */
export async function checkMesh(options: {
  readonly root: string;
  readonly now: Date;
}): Promise<CheckedMesh> {
  const [read, { parsePolicies }, { evaluatePolicies }, { findingToDiagnostic }] = await Promise.all([
    readMesh(options),
    import('../../core/governance/parse-policies.ts'),
    import('../../core/governance/evaluate-policies.ts'),
    import('../../core/governance/finding.ts'),
  ]);
  // The law is read while the SQL is, in its thread.
  const law = parsePolicies(read.files);
  const validated = await read.resolve();
  const { mesh, files } = validated;
  const findings = mesh ? evaluatePolicies({ mesh, ...law, stage: 'validate', now: options.now }) : [];
  const judged = findings.map((finding) => findingToDiagnostic(finding, startOf(contractOf(mesh, finding))));
  return {
    ...(mesh && { mesh }),
    files,
    diagnostics: sortDiagnostics([...validated.diagnostics, ...law.diagnostics, ...judged]),
    findings,
    policies: law.policies.length,
  };
}

function contractOf(mesh: Mesh | undefined, { resource }: Finding): string {
  const product = mesh?.domains.flatMap(({ products }) => products).find(({ id }) => id === resource);
  return product ? `${product.directory}/contract.yaml` : 'mesh.yaml';
}
