import type { DiagnosticCode } from '../errors/catalog.ts';
import type { Diagnostic, SourceSpan } from './diagnostic.ts';

export type Finding = {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string | undefined;
};

export function errorAt(span: SourceSpan, finding: Finding): Diagnostic {
  return diagnosticAt('error', span, finding);
}

export function warningAt(span: SourceSpan, finding: Finding): Diagnostic {
  return diagnosticAt('warning', span, finding);
}

function diagnosticAt(
  severity: Diagnostic['severity'],
  span: SourceSpan,
  { code, message, hint }: Finding,
): Diagnostic {
  return { severity, code, message, ...(hint !== undefined && { hint }), span };
}

/** The first character of a file, for findings about the file as a whole. */
export function startOf(file: string): SourceSpan {
  return { file, line: 1, column: 1, length: 1 };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Errors first where two stand at one place; otherwise in the order of files, lines and columns. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compareText(a.span.file, b.span.file) ||
      a.span.line - b.span.line ||
      a.span.column - b.span.column ||
      compareText(a.severity, b.severity) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
