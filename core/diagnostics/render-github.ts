import type { Diagnostic } from './diagnostic.ts';

/** GitHub shows ten annotations of a step; one line says what the limit hides. */
export const GITHUB_ANNOTATIONS_MAX = 10;

/** Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request. */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  const isOver = diagnostics.length > GITHUB_ANNOTATIONS_MAX;
  const shown = isOver ? diagnostics.slice(0, GITHUB_ANNOTATIONS_MAX - 1) : diagnostics;
  const lines = shown.map(annotation);
  if (isOver) lines.push(`::warning::${diagnostics.length - shown.length} more findings stand in the log`);
  return lines.map((line) => `${line}\n`).join('');
}

function annotation({ severity, code, message, hint, span }: Diagnostic): string {
  const properties = {
    file: span.file,
    line: String(span.line),
    col: String(span.column),
    endColumn: String(span.column + span.length),
    title: code,
  };
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  const text = hint === undefined ? message : `${message}\nhelp: ${hint}`;
  return `::${severity} ${written.join(',')}::${escapeData(text)}`;
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
