import { createColors } from 'picocolors';
import type { Diagnostic, SourceSpan } from './diagnostic.ts';
import { visibleText } from './visible-text.ts';

export type Sources = ReadonlyMap<string, string>;

/** Places that are named below the first one when the same thing is wrong in many. */
const FOLDED_PLACES_MAX = 3;
const TAB = '  ';

/** Diagnostics as a compiler prints them; those that say the same are folded into one. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: Sources,
  options: { readonly color: boolean },
): string {
  const lines = new Map<string, readonly string[]>();
  const lineOf = ({ file, line }: SourceSpan): string | undefined => {
    if (!lines.has(file)) lines.set(file, (sources.get(file) ?? '').split(/\r\n|\n|\r/));
    return lines.get(file)?.[line - 1];
  };
  return fold(diagnostics)
    .map((group) => renderGroup(group, lineOf(group.first.span), options.color))
    .join('\n');
}

type Group = { readonly first: Diagnostic; readonly others: SourceSpan[] };

function fold(diagnostics: readonly Diagnostic[]): Group[] {
  const groups = new Map<string, Group>();
  for (const diagnostic of diagnostics) {
    const key = [diagnostic.severity, diagnostic.code, diagnostic.message].join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: diagnostic, others: [] });
    else group.others.push(diagnostic.span);
  }
  return [...groups.values()];
}

function renderGroup({ first, others }: Group, line: string | undefined, color: boolean): string {
  const { bold, red, yellow, blue, cyan } = createColors(color);
  const tone = first.severity === 'error' ? red : yellow;
  const gutter = ' '.repeat(String(first.span.line).length);
  const bar = blue('|');
  const rendered = [
    `${bold(tone(`${first.severity}[${first.code}]`))}${bold(`: ${visibleText(first.message)}`)}`,
    `${gutter}${blue('-->')} ${place(first.span)}`,
    ...frame(first.span, line).map(({ number, text, isCaret }) => {
      const label = number === undefined ? gutter : blue(String(number));
      return `${label} ${bar}${text === '' ? '' : ` ${isCaret ? bold(tone(text)) : text}`}`;
    }),
  ];
  if (first.hint !== undefined)
    rendered.push(`${gutter} ${blue('=')} ${cyan('help')}: ${visibleText(first.hint)}`);
  if (others.length > 0) rendered.push(`${gutter} ${blue('=')} ${alsoAt(others)}`);
  return `${rendered.join('\n')}\n`;
}

type FrameLine = { readonly number?: number; readonly text: string; readonly isCaret?: boolean };

function frame(span: SourceSpan, line: string | undefined): FrameLine[] {
  if (line === undefined || line.trim() === '') return [];
  const before = expandTabs(line.slice(0, span.column - 1));
  const marked = expandTabs(line.slice(span.column - 1, span.column - 1 + span.length)).trimEnd();
  const caret = `${' '.repeat(before.length)}${'^'.repeat(Math.max(1, marked.length))}`;
  return [{ text: '' }, { number: span.line, text: expandTabs(line) }, { text: caret, isCaret: true }];
}

const expandTabs = (text: string): string => visibleText(text.replaceAll('\t', TAB));
const place = ({ file, line, column }: SourceSpan): string => `${visibleText(file)}:${line}:${column}`;

function alsoAt(others: readonly SourceSpan[]): string {
  const named = others.slice(0, FOLDED_PLACES_MAX).map(place).join(', ');
  const rest = others.length - FOLDED_PLACES_MAX;
  return `and ${others.length} more like this: ${named}${rest > 0 ? `, … (+${rest})` : ''}`;
}
