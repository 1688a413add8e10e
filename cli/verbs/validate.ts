import { renderGithub } from '../../core/diagnostics/render-github.ts';
import { renderDiagnostics } from '../../core/diagnostics/render.ts';
import { hasErrors } from '../../core/diagnostics/report.ts';
import { type CheckedMesh, checkMesh } from '../commands/check-mesh.ts';
import { findMeshRoot } from '../mesh/find-root.ts';
import { EXIT, type ExitCode } from '../ui/exit-codes.ts';
import { grouped, seconds } from '../ui/numbers.ts';
import { colors, jsonAnswer } from '../ui/output.ts';
import type { Invocation, Verb } from './verb.ts';

export const validateVerb: Verb = {
  name: 'validate',
  summary: 'Check contracts, SQL, lineage, subscriptions and policies, without AWS or a database.',
  options: [{ flags: '--format <format>', description: 'text, or github for annotations', default: 'text' }],
  examples: [
    ['bin/mesh validate', 'everything that is wrong, at once'],
    ['bin/mesh validate --format github', 'annotations on a pull request'],
    ['bin/mesh validate --json | jq .diagnostics[].code', 'for scripts'],
  ],
  exits: [
    [EXIT.ok, 'valid; there may be warnings'],
    [EXIT.invalidProject, 'a file is invalid'],
    [EXIT.policyDenied, 'the files are valid, and a policy denies them'],
  ],
  run: async (invocation, _args, options) => {
    const checked = await checkMesh({ root: findMeshRoot(invocation.directory), now: new Date() });
    const code = exitCode(checked);
    show(invocation, { checked, code, format: String(options['format']) });
    return code;
  },
};

function exitCode({ diagnostics }: CheckedMesh): ExitCode {
  if (!hasErrors(diagnostics)) return EXIT.ok;
  const isLawOnly = diagnostics.every(
    ({ severity, code }) => severity !== 'error' || code === 'PolicyViolation',
  );
  return isLawOnly ? EXIT.policyDenied : EXIT.invalidProject;
}

function show(
  { output, startedAt }: Invocation,
  {
    checked,
    code,
    format,
  }: { readonly checked: CheckedMesh; readonly code: ExitCode; readonly format: string },
): void {
  const { diagnostics, files, findings } = checked;
  const elapsedMs = Math.round(performance.now() - startedAt);
  if (output.isJson) {
    output.result(jsonAnswer('validate', { ok: code === EXIT.ok, diagnostics, findings, elapsedMs }));
    return;
  }
  if (format === 'github') {
    output.result(renderGithub(diagnostics));
    return;
  }
  if (diagnostics.length > 0) {
    output.result(renderDiagnostics(diagnostics, files, { color: process.stdout.isTTY }));
  }
  output.result(`${verdict(checked, code)} (${seconds(elapsedMs)}); next: ${next(code)}`);
}

function verdict({ mesh, diagnostics, policies }: CheckedMesh, code: ExitCode): string {
  if (code !== EXIT.ok) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    return `${colors.red('invalid')}: ${errors} ${errors === 1 ? 'error' : 'errors'}`;
  }
  const products = mesh?.domains.flatMap((domain) => domain.products) ?? [];
  const columns = products.flatMap(({ tables }) => tables.flatMap((table) => table.columns)).length;
  const counts = [
    `${mesh?.domains.length ?? 0} domains`,
    `${grouped(products.length)} products`,
    `${grouped(columns)} columns`,
    `${policies} policies`,
  ];
  return `${colors.green('valid')}: ${counts.join(', ')}`;
}

function next(code: ExitCode): string {
  return code === EXIT.ok ? 'bin/mesh up' : 'mend the first error and run bin/mesh validate again';
}
