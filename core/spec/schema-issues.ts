import type { z } from 'zod';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { errorAt, type Finding } from '../diagnostics/report.ts';
import { nearest, suggest } from '../diagnostics/suggest.ts';
import { knownKeys } from './known-keys.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** Zod's issues in our own words, each at its place in the file. */
export function schemaDiagnostics(yaml: YamlFile, schema: z.ZodType, issues: readonly Issue[]): Diagnostic[] {
  return issues.flatMap((issue) => issueDiagnostics(yaml, schema, issue, []));
}

function issueDiagnostics(yaml: YamlFile, schema: z.ZodType, issue: Issue, base: YamlPath): Diagnostic[] {
  const path = [...base, ...issue.path];
  const value = valueAt(yaml.value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = knownKeys(schema, path);
        const hint = nearest(key, known) === undefined ? listKeys(known) : suggest(key, known);
        const finding = { code: 'UnknownKey', message: `unknown key "${key}"`, hint } as const;
        return errorAt(yaml.keySpanOf([...path, key]), finding);
      });
    case 'invalid_union':
      return unionDiagnostics(yaml, schema, { path, branches: issue.errors, value });
    case 'invalid_type':
      return [typeDiagnostic(yaml, path, issue.expected, value)];
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) => issueDiagnostics(yaml, schema, inner, path));
    case 'invalid_value':
      if (value === undefined) return [typeDiagnostic(yaml, path, 'string', value)];
      return [errorAt(yaml.spanOf(path), unknownValue(path, value, issue.values.map(String)))];
    default: {
      const message = `${nameOf(path)} ${value === undefined ? '' : `${show(value)} `}${plain(issue.message)}`;
      return [errorAt(yaml.spanOf(path), { code: 'InvalidValue', message })];
    }
  }
}

type UnionIssue = {
  readonly path: YamlPath;
  readonly branches: readonly (readonly Issue[])[];
  readonly value: unknown;
};

/** The branch whose outermost type fits says what is wrong; otherwise no branch was meant. */
function unionDiagnostics(yaml: YamlFile, schema: z.ZodType, union: UnionIssue): Diagnostic[] {
  const { path, branches, value } = union;
  const meant = branches.find(
    (issues) => !issues.some(({ path: inner, code }) => inner.length === 0 && code === 'invalid_type'),
  );
  if (meant !== undefined) return meant.flatMap((issue) => issueDiagnostics(yaml, schema, issue, path));
  const types = branches
    .flat()
    .flatMap((issue) => (issue.code === 'invalid_type' ? [typeName(issue.expected)] : []));
  const expected = [...new Set(types)].join(' or ');
  if (value === undefined) return [typeDiagnostic(yaml, path, 'string', value)];
  const message = `${nameOf(path)} must be ${expected}, and is ${describe(value)}`;
  return [errorAt(yaml.spanOf(path), { code: 'WrongType', message })];
}

function typeDiagnostic(yaml: YamlFile, path: YamlPath, expected: string, value: unknown): Diagnostic {
  if (value === undefined) {
    const message = `${nameOf(path)} is missing`;
    return errorAt(yaml.spanOf(path.slice(0, -1)), { code: 'MissingKey', message });
  }
  if (expected === 'never') {
    const message = `${nameOf(path)} does not exist in the contract's apiVersion`;
    const hint = 'a later version of the standard has it: raise apiVersion, or drop the key';
    return errorAt(yaml.keySpanOf(path), { code: 'UnknownKey', message, hint });
  }
  const message = `${nameOf(path)} must be ${typeName(expected)}, and is ${describe(value)}`;
  const isQuotable = expected === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  const hint = isQuotable ? `write it in quotes: "${yaml.writtenAt(path) ?? value}"` : undefined;
  return errorAt(yaml.spanOf(path), { code: 'WrongType', message, hint });
}

function unknownValue(path: YamlPath, value: unknown, choices: readonly string[]): Finding {
  const [only] = choices;
  const message =
    choices.length === 1
      ? `${nameOf(path)} must be "${only}", and is ${describe(value)}`
      : `${nameOf(path)} ${show(value)} is not one of ${choices.join(', ')}`;
  const found = nearest(String(value), choices);
  return {
    code: 'UnknownValue',
    message,
    hint: found === undefined ? undefined : `did you mean "${found}"?`,
  };
}

function listKeys(known: readonly string[]): string | undefined {
  return known.length === 0 ? undefined : `known keys: ${known.join(', ')}`;
}

/** `"title"`, or `entry 2 of "columns"`. */
function nameOf(path: YamlPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last !== 'number') return `"${String(last)}"`;
  return `entry ${last + 1} of ${nameOf(path.slice(0, -1))}`;
}

function valueAt(value: unknown, path: YamlPath): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    // `hasOwn` has just said that the key is there.
    found = (found as Record<PropertyKey, unknown>)[key];
  }
  return found;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  tuple: 'a list',
  null: 'empty',
};

const typeName = (type: string): string => TYPE_NAMES[type] ?? type;

function describe(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return `the text ${show(value)}`;
  if (typeof value === 'number') return `the number ${value}`;
  return typeof value === 'boolean' ? String(value) : typeof value;
}

/** Values are shown up to this length. */
const SHOWN_MAX = 60;

function show(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  const text = String(value);
  return `"${text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text}"`;
}

const plain = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
