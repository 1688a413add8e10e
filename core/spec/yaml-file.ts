import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Diagnostic, SourceSpan } from '../diagnostics/diagnostic.ts';
import { type LineIndex, lineIndex } from '../diagnostics/line-index.ts';
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
  const lines = lineIndex(file, text);
  const document = parseText(text);
  const faults = tellingFaults([...document.errors, ...document.warnings]);
  if (faults.length > 0) return { diagnostics: faults.map((fault) => yamlFault(text, lines, fault)) };
  try {
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
    return { yaml: locate(value, text, { file, lines }), diagnostics: [] };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { diagnostics: [errorAt(startOf(file), { code: 'InvalidYaml', message })] };
  }
}

function parseText(text: string): Document.Parsed {
  return parseDocument(text, {
    schema: 'core',
    version: '1.2',
    prettyErrors: false,
    uniqueKeys: true,
    stringKeys: true,
  });
}

/** After the first fault of syntax the parser guesses; keys that stand twice are each true. */
function tellingFaults(faults: readonly YAMLError[]): YAMLError[] {
  const inOrder = faults.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const first = inOrder.find(({ code }) => code !== 'DUPLICATE_KEY');
  return inOrder.filter((fault) => fault === first || fault.code === 'DUPLICATE_KEY');
}

function yamlFault(text: string, lines: LineIndex, fault: YAMLError): Diagnostic {
  const [start, end] = fault.pos;
  if (fault.code === 'DUPLICATE_KEY') {
    const key = /^[^\s:]+/.exec(text.slice(start))?.[0] ?? '';
    const message = `the key "${key}" stands twice in one map`;
    const hint = 'keep one of them';
    return errorAt(lines.spanAt(start, start + key.length), { code: 'DuplicateKey', message, hint });
  }
  const [sentence = fault.message] = fault.message.split('\n');
  return errorAt(lines.spanAt(start, end), { code: 'InvalidYaml', message: lowerFirst(sentence) });
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

type Place = { readonly file: string; readonly lines: LineIndex };

function locate(value: unknown, text: string, { file, lines }: Place): YamlFile {
  // The syntax tree of a whole mesh would fill the memory, and only what is wrong needs its own: it is made again.
  let parsed: Document.Parsed | undefined;
  const tree = (): Document.Parsed => {
    parsed ??= parseText(text);
    return parsed;
  };
  const nodeSpan = (node: unknown): SourceSpan => {
    if (!isNode(node)) return startOf(file);
    const [start = 0, end = start] = node.range ?? [];
    // A map or a list is pointed at by its first character, a value in full.
    return lines.spanAt(start, isScalar(node) ? end : start + 1);
  };

  const keySpanOf = (path: YamlPath): SourceSpan => {
    const last = path.at(-1);
    const { node, depth } = walk(tree(), path.slice(0, -1));
    if (depth < path.length - 1 || last === undefined) return keyOrValue(path.slice(0, depth));
    const pair = pairOf(node, last);
    return pair === undefined ? nodeSpan(node) : nodeSpan(pair.key);
  };
  const keyOrValue = (path: YamlPath): SourceSpan => {
    if (path.length === 0) return nodeSpan(tree().contents);
    const { node } = walk(tree(), path);
    return isScalar(node) || typeof path.at(-1) === 'number' ? nodeSpan(node) : keySpanOf(path);
  };
  return {
    file,
    value,
    spanOf: (path) => keyOrValue(path.slice(0, walk(tree(), path).depth)),
    keySpanOf,
    writtenAt: (path) => {
      const { node, depth } = walk(tree(), path);
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
