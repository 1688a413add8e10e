import { MeshError } from '../../core/errors/mesh-error.ts';
import { colors, jsonAnswer, type Output } from './output.ts';

/** An error for people: what happened, and what to do; a stack only where the bug is ours. */
export function showError(output: Output, error: unknown): void {
  if (!(error instanceof MeshError)) {
    showBug(output, error);
    return;
  }
  if (output.isJson) {
    output.result(
      jsonAnswer('error', {
        ok: false,
        error: {
          code: error.code,
          message: error.message,
          ...(error.hint !== undefined && { hint: error.hint }),
        },
      }),
    );
    return;
  }
  output.complain(`${colors.red(`error[${error.code}]`)}: ${error.message}`);
  if (error.hint !== undefined) output.complain(`  ${colors.bold('help')}: ${error.hint}`);
}

function showBug(output: Output, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (output.isJson) output.result(jsonAnswer('error', { ok: false, error: { code: 'Bug', message: text } }));
  else
    output.complain(
      `${colors.red('error[Bug]')}: ${text}\n  help: this is a bug of Freehold; please open an issue with these lines`,
    );
}
