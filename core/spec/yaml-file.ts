import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Diagnostic, SourceSpan } from '../diagnostics/diagnostic.ts';
import { errorAt, startOf } from '../diagnostics/report.ts';

export type YamlPath = readonly PropertyKey[];

/** A parsed file that still knows where each of its values stands. */
export type YamlFile = {
  readonly file: string;
  readonly value: unknown;
  /** Place of the value at a path, or of its nearest ancestor that exists. */
  readonly spanOf: (path: YamlPath) => SourceSpan;
  /** A plain value as it is written, without quotes. */
  readonly writtenAt: (path: YamlPath) => string | undefined;
  /** Place of the key that holds the value at a path. */
  readonly keySpanOf: (path: YamlPath) => SourceSpan;
};

export type ParsedYaml = { readonly yaml?: YamlFile; readonly diagnostics: readonly Diagnostic[] };

/** Aliases that one file may expand to, so that a few lines cannot fill the memory. */
const ALIASES_MAX = 100;

/** Reads YAML 1.2 with the core schema, in which an unquoted date stays text. */
export function parseYaml(file: string, text: string): ParsedYaml {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    schema: 'core',
    version: '1.2',
    lineCounter,
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
  });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { diagnostics: faults.map((fault) => yamlFault(file, text, lineCounter, fault)) };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
    return { yaml: locate(file, value, document, lineCounter), diagnostics: [] };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { diagnostics: [errorAt(startOf(file), { code: 'InvalidYaml', message })] };
  }
}

function yamlFault(file: string, text: string, lines: LineCounter, fault: YAMLError): Diagnostic {
  const [start, end] = fault.pos;
  const { line, col } = lines.linePos(Math.min(start, text.length));
  const newline = text.indexOf('\n', start);
  const lineEnd = newline === -1 ? text.length : newline;
  const length = Math.max(1, Math.min(end, lineEnd) - start);
  const span = { file, line: Math.max(1, line), column: Math.max(1, col), length };
  if (fault.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]+/.exec(text.slice(start))?.[0] ?? '';
    return errorAt(
      { ...span, length: Math.max(1, key.length) },
      { code: 'DuplicateKey', message: `the key "${key}" stands twice in one map`, hint: 'keep one of them' },
    );
  }
  const [sentence = fault.message] = fault.message.split('\n');
  return errorAt(span, { code: 'InvalidYaml', message: lowerFirst(sentence) });
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function locate(file: string, value: unknown, document: Document.Parsed, lines: LineCounter): YamlFile {
  const spanAt = (range: readonly number[] | null | undefined, isBlock: boolean): SourceSpan => {
    const [start = 0, end = start] = range ?? [];
    const { line, col } = lines.linePos(start);
    // A map or a list is pointed at by its first character; a value in full, up to the end of its line.
    const next = lines.lineStarts[line];
    const stop = next === undefined ? end : Math.min(end, next - 1);
    return {
      file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      length: isBlock ? 1 : Math.max(1, stop - start),
    };
  };
  const nodeSpan = (node: unknown): SourceSpan =>
    isNode(node) ? spanAt(node.range, !isScalar(node)) : spanAt([0, 1], false);

  const keySpanOf = (path: YamlPath): SourceSpan => {
    const last = path.at(-1);
    const { node, depth } = walk(document, path.slice(0, -1));
    if (depth < path.length - 1 || last === undefined) return keyOrValue(path.slice(0, depth));
    const pair = pairOf(node, last);
    return pair === undefined ? nodeSpan(node) : nodeSpan(pair.key);
  };
  const keyOrValue = (path: YamlPath): SourceSpan => {
    if (path.length === 0) return nodeSpan(document.contents);
    const { node } = walk(document, path);
    return isScalar(node) || typeof path.at(-1) === 'number' ? nodeSpan(node) : keySpanOf(path);
  };
  return {
    file,
    value,
    spanOf: (path) => keyOrValue(path.slice(0, walk(document, path).depth)),
    keySpanOf,
    writtenAt: (path) => {
      const { node, depth } = walk(document, path);
      return depth === path.length && isScalar(node) ? node.source : undefined;
    },
  };
}

const isNode = (node: unknown): node is Node => isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);

function pairOf(node: unknown, key: PropertyKey): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

/** Follows a path as far as it exists. */
function walk(document: Document.Parsed, path: YamlPath): { node: unknown; depth: number } {
  let node: unknown = document.contents;
  let depth = 0;
  for (const key of path) {
    const next = childOf(isAlias(node) ? node.resolve(document) : node, key);
    if (next === undefined) break;
    node = next;
    depth += 1;
  }
  return { node: isAlias(node) ? (node.resolve(document) ?? node) : node, depth };
}

function childOf(node: unknown, key: PropertyKey): unknown {
  if (isSeq(node)) return typeof key === 'number' ? (node.items[key] ?? undefined) : undefined;
  const pair = pairOf(node, key);
  if (pair === undefined) return undefined;
  // `key:` without a value: the key is the place to point at.
  return isPair(pair) ? (pair.value ?? pair.key) : undefined;
}
