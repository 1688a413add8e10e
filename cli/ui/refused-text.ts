import { renderDiagnostics } from '../../core/diagnostics/render.ts';
import type { RefusedProposal } from '../access/propose-access.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { colors, jsonAnswer, type Output } from './output.ts';

/** Why an access file is not written, with the frames of what it would have said. */
export function showRefused(
  output: Output,
  schema: string,
  { diagnostics, proposed, isDenied }: RefusedProposal,
): ExitCode {
  if (output.isJson) output.result(jsonAnswer(schema, { ok: false, diagnostics }));
  else {
    output.complain(renderDiagnostics(diagnostics, proposed, { color: process.stderr.isTTY }));
    output.complain(`${colors.red('refused')}: nothing was written`);
  }
  return isDenied ? EXIT.policyDenied : EXIT.usage;
}
