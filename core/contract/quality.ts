import { z } from 'zod';
import { type Annotations, Tags } from './annotations.ts';
import type { Vocabulary } from './edition.ts';

export const DIMENSIONS = [
  'accuracy',
  'completeness',
  'conformity',
  'consistency',
  'coverage',
  'timeliness',
  'uniqueness',
] as const;

export const METRICS = [
  'nullValues',
  'missingValues',
  'invalidValues',
  'duplicateValues',
  'rowCount',
] as const;

export const OPERATORS = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
] as const;

const Pair = z.tuple([z.number(), z.number()]).refine(([low, high]) => low !== high, 'needs two bounds');

/** Keys that belong to one kind of rule, beside those that all kinds share. */
const OWN_KEYS = {
  library: ['metric', 'rule', 'arguments', ...OPERATORS],
  sql: ['query', ...OPERATORS],
  text: [],
  custom: ['engine', 'implementation'],
} as const satisfies Record<string, readonly string[]>;

export function qualityRules(vocabulary: Vocabulary, annotations: Annotations) {
  const { edition, object } = vocabulary;
  const rule = object({
    id: annotations.id,
    name: z.string().optional(),
    description: z.string().optional(),
    type: z.enum(['text', 'library', 'sql', 'custom']).optional(),
    dimension: z.enum(DIMENSIONS).optional(),
    severity: z.string().optional(),
    businessImpact: z.string().optional(),
    method: z.string().optional(),
    schedule: z.string().optional(),
    scheduler: z.string().optional(),
    unit: z.string().optional(),
    tags: Tags.optional(),
    customProperties: annotations.customProperties,
    authoritativeDefinitions: annotations.authoritativeDefinitions,
    metric: z.string().optional(),
    rule: z.string().optional(),
    arguments: z.record(z.string(), z.unknown()).optional(),
    query: z.string().optional(),
    engine: z.string().optional(),
    implementation: z.unknown().optional(),
    mustBe: z.unknown().optional(),
    mustNotBe: z.unknown().optional(),
    mustBeGreaterThan: z.number().optional(),
    mustBeGreaterOrEqualTo: z.number().optional(),
    mustBeLessThan: z.number().optional(),
    mustBeLessOrEqualTo: z.number().optional(),
    mustBeBetween: Pair.optional(),
    mustNotBeBetween: Pair.optional(),
  });
  return z.array(
    rule.superRefine((value, context) => {
      for (const { path, message } of edition === '3.0' ? violationsIn30(value) : violations(value)) {
        context.addIssue({ code: 'custom', path: [...path], message });
      }
    }),
  );
}

type Violation = { readonly path: readonly string[]; readonly message: string };
type Rule = { readonly [key: string]: unknown };

function violations(rule: Rule): Violation[] {
  const kinds = kindsOf(rule);
  const allowed: readonly string[] = kinds.flatMap((kind) => OWN_KEYS[kind]);
  const found: Violation[] = ALL_OWN_KEYS.filter(
    (key) => rule[key] !== undefined && !allowed.includes(key),
  ).map((key) => ({ path: [key], message: `does not belong to ${describe(kinds)}` }));
  if (kinds.includes('library')) {
    found.push(...requireKeys(rule, ['metric'], 'library'));
    if (typeof rule['metric'] === 'string' && !METRIC_NAMES.includes(rule['metric'])) {
      found.push({ path: ['metric'], message: `must be one of ${METRICS.join(', ')}` });
    }
  }
  if (kinds.includes('sql')) found.push(...requireKeys(rule, ['query'], 'sql'));
  if (kinds.includes('custom')) found.push(...customViolations(rule));
  if (kinds.includes('library') || kinds.includes('sql')) found.push(...operatorViolations(rule));
  return found;
}

/** 3.0 asks for `rule` where 3.1 asks for `metric`, and leaves rules open to any other key. */
function violationsIn30(rule: Rule): Violation[] {
  switch (rule['type']) {
    case undefined:
    case 'library':
      return requireKeys(rule, ['rule'], 'library');
    case 'sql':
      return requireKeys(rule, ['query'], 'sql');
    case 'custom':
      return customViolations(rule);
    default:
      return [];
  }
}

type Kind = keyof typeof OWN_KEYS;
const ALL_OWN_KEYS: readonly string[] = [...new Set(Object.values(OWN_KEYS).flat())];
const METRIC_NAMES: readonly string[] = METRICS;

/** `library` is the default in words only: the standard applies its rules where type or metric says so. */
function kindsOf(rule: Rule): Kind[] {
  const kinds: Kind[] = [];
  if (rule['type'] === 'library' || rule['metric'] !== undefined) kinds.push('library');
  if (rule['type'] === 'sql' || rule['type'] === 'custom') kinds.push(rule['type']);
  return kinds;
}

const describe = (kinds: readonly Kind[]): string =>
  kinds.length === 0
    ? 'a rule without `type` or `metric`, or of type text'
    : `a rule of type ${kinds.join(' and ')}`;

function requireKeys(rule: Rule, keys: readonly string[], kind: Kind): Violation[] {
  return keys
    .filter((key) => rule[key] === undefined)
    .map((key) => ({ path: [], message: `a rule of type ${kind} needs \`${key}\`` }));
}

function customViolations(rule: Rule): Violation[] {
  const found = requireKeys(rule, ['engine', 'implementation'], 'custom');
  const implementation = rule['implementation'];
  const isLegal =
    implementation === undefined ||
    typeof implementation === 'string' ||
    (typeof implementation === 'object' && implementation !== null && !Array.isArray(implementation));
  return isLegal ? found : [...found, { path: ['implementation'], message: 'must be a string or an object' }];
}

function operatorViolations(rule: Rule): Violation[] {
  const used = OPERATORS.filter((operator) => rule[operator] !== undefined);
  if (used.length === 1) return [];
  const message =
    used.length === 0
      ? `needs one of ${OPERATORS.join(', ')}`
      : `has ${used.length} operators (${used.join(', ')}), and may have one: write a rule for each`;
  return [{ path: [], message }];
}
