import { assertNever } from '../../errors/invariant.ts';
import type { Verdict } from './verdict.ts';

/** A piece of a policy's string: text, a wildcard, or a policy variable. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'one' }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined };

/** What stands for a wildcard among the codes of characters. */
export const ANY = -1;
export const ONE = -2;

/** A policy's string, ready to be matched. */
export type Template = {
  /** As it is written; of a part of an ARN, the ARN. */
  readonly source: string;
} & (
  | { readonly kind: 'text'; readonly text: string }
  /** Text as its codes, with marks for wildcards. */
  | { readonly kind: 'pattern'; readonly codes: readonly number[] }
  /** Variables must be resolved first. */
  | { readonly kind: 'variable'; readonly parts: readonly Part[] }
);

export type TemplateOptions = {
  /** `${aws:PrincipalTag/team}`; only policies of version 2012-10-17 have variables. */
  readonly variables: boolean;
  /** `*` and `?`. */
  readonly wildcards: boolean;
  readonly ignoreCase?: boolean;
};

/** Gives a variable's value, undefined where the request has none, or null where it is not known. */
export type Variables = (key: string) => string | undefined | null;

/** `unresolved`: a variable has neither value nor default, so that nothing matches. */
export type Match = Verdict | 'unresolved';

// `${*}`, `${?}` and `${$}` stand for the character itself.
const VARIABLE = /\$\{(?<name>[^{},]+?)\s*(?:,\s*'(?<fallback>[^'}]*)'\s*)?\}/gy;

export function parseTemplate(source: string, options: TemplateOptions): Template {
  return templateOf(source, scan(source, options));
}

/** Splits at the first five colons, as ARNs are: six parts, or undefined where there are fewer. */
export function parseArnTemplate(source: string, options: TemplateOptions): readonly Template[] | undefined {
  const segments: Part[][] = [[]];
  for (const part of scan(source, options)) {
    if (part.kind === 'text') addText(segments, part.text);
    else segments.at(-1)?.push(part);
  }
  return segments.length === 6 ? segments.map((parts) => templateOf(source, parts)) : undefined;
}

/** Whether the whole value matches. */
export function matchTemplate(template: Template, value: string, variables: Variables): Match {
  if (template.kind === 'text') return template.text === value;
  const codes = templateCodes(template, variables);
  if (codes === undefined) return 'unresolved';
  return matchCodes(codes, value) && (isKnown(template, variables) || 'unknown');
}

/** A variable whose value is not known may be any text. */
function isKnown(template: Template, variables: Variables): boolean {
  if (template.kind !== 'variable') return true;
  return template.parts.every((part) => part.kind !== 'variable' || variables(part.key) !== null);
}

/** Codes of characters and wildcards, variables filled in; undefined where one has neither value nor default. */
export function templateCodes(template: Template, variables: Variables): readonly number[] | undefined {
  switch (template.kind) {
    case 'text':
      return codesOf([{ kind: 'text', text: template.text }], variables);
    case 'pattern':
      return template.codes;
    case 'variable':
      return codesOf(template.parts, variables);
    default:
      return assertNever(template);
  }
}

/** The text before the first wildcard or variable. */
export function literalStart(template: Template): string {
  if (template.kind === 'text') return template.text;
  if (template.kind === 'variable') {
    const [first] = template.parts;
    return first?.kind === 'text' ? first.text : '';
  }
  const end = template.codes.findIndex((code) => code < 0);
  return String.fromCharCode(...template.codes.slice(0, end < 0 ? undefined : end));
}

function scan(written: string, options: TemplateOptions): readonly Part[] {
  const source = options.ignoreCase ? written.toLowerCase() : written;
  const parts: Part[] = [];
  let text = '';
  const push = (part: Part): void => {
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push(part);
  };
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    const variable = options.variables && character === '$' ? variableAt(source, at) : undefined;
    if (variable) {
      at += variable.length - 1;
      if (variable.escaped === undefined) push(variable.part);
      else text += variable.escaped;
    } else if (options.wildcards && character === '*') push({ kind: 'any' });
    else if (options.wildcards && character === '?') push({ kind: 'one' });
    else text += character;
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

function variableAt(source: string, at: number) {
  VARIABLE.lastIndex = at;
  const groups = VARIABLE.exec(source);
  const name = groups?.groups?.['name'];
  if (!groups || name === undefined) return undefined;
  return {
    length: groups[0].length,
    escaped: name === '*' || name === '?' || name === '$' ? name : undefined,
    part: { kind: 'variable', key: name.trim().toLowerCase(), fallback: groups.groups?.['fallback'] },
  } as const;
}

const NO_VARIABLES: Variables = () => undefined;

function templateOf(source: string, parts: readonly Part[]): Template {
  const [first, ...others] = parts;
  if (!first) return { kind: 'text', source, text: '' };
  if (first.kind === 'text' && others.length === 0) return { kind: 'text', source, text: first.text };
  if (parts.some(({ kind }) => kind === 'variable')) return { kind: 'variable', source, parts };
  return { kind: 'pattern', source, codes: codesOf(parts, NO_VARIABLES) ?? [] };
}

function addText(segments: Part[][], text: string): void {
  const pieces = splitAtColons(text, 6 - segments.length);
  pieces.forEach((piece, index) => {
    if (index > 0) segments.push([]);
    if (piece !== '') segments.at(-1)?.push({ kind: 'text', text: piece });
  });
}

function splitAtColons(text: string, colonsMax: number): readonly string[] {
  const pieces = text.split(':');
  if (pieces.length <= colonsMax + 1) return pieces;
  return [...pieces.slice(0, colonsMax), pieces.slice(colonsMax).join(':')];
}

function codesOf(parts: readonly Part[], variables: Variables): readonly number[] | undefined {
  const codes: number[] = [];
  for (const part of parts) {
    if (part.kind === 'any') codes.push(ANY);
    else if (part.kind === 'one') codes.push(ONE);
    else {
      const text = part.kind === 'text' ? part.text : valueOf(part, variables);
      if (text === undefined) return undefined;
      if (text === null) codes.push(ANY);
      else for (let at = 0; at < text.length; at += 1) codes.push(text.charCodeAt(at));
    }
  }
  return codes;
}

function valueOf(
  part: { readonly key: string; readonly fallback: string | undefined },
  variables: Variables,
): string | undefined | null {
  const value = variables(part.key);
  return value === undefined ? part.fallback : value;
}

/** Greedy with one point of return: quadratic at worst, whatever the pattern, unlike a regular expression. */
function matchCodes(codes: readonly number[], value: string): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < value.length) {
    const code = codes[at];
    if (code === ANY) {
      star = at;
      resume = position;
      at += 1;
    } else if (code === ONE || code === value.charCodeAt(position)) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else return false;
  }
  while (codes[at] === ANY) at += 1;
  return at === codes.length;
}
