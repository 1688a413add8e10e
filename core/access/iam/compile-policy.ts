import { compileCondition, type Condition } from './condition.ts';
import { type ArnPattern, arnPattern } from './match-arn.ts';
import type {
  ActionElement,
  Effect,
  Policy,
  PrincipalElement,
  PrincipalPattern,
  ResourceElement,
  Statement,
} from './policy.ts';
import { parseTemplate } from './template.ts';

/** Collects what is not understood while a statement is read. */
type Reading = { readonly variables: boolean; readonly unsupported: string[] };

type Json = Readonly<Record<string, unknown>>;

/** Fits whatever is asked. */
const ANYTHING = { isNegated: true, patterns: [] } as const;

const POLICY_KEYS = new Set(['Version', 'Id', 'Statement']);

const STATEMENT_KEYS = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

/**
 * Compiles a policy document (JSON text or parsed). What is not understood is marked, never guessed: an element
 * that is not fits everything, and its statement says so.
 */
export function compilePolicy(document: unknown): Policy {
  const parsed = typeof document === 'string' ? parseJson(document) : document;
  if (!isObject(parsed)) return unknownPolicy('the policy is not a JSON object');
  const stray = Object.keys(parsed).find((key) => !POLICY_KEYS.has(key));
  if (stray !== undefined) return unknownPolicy(`element ${stray}`);
  const version = parsed['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    return unknownPolicy(`policy version ${JSON.stringify(version)}`);
  }
  const variables = version === '2012-10-17';
  const statements = list(parsed['Statement']).flatMap((statement, index) =>
    compileStatement(statement, index, variables),
  );
  return { statements };
}

/** A policy of which nothing is known: it might allow everything, or deny it. */
export function unknownPolicy(what: string): Policy {
  return { statements: unknownStatements(0, what) };
}

function unknownStatements(index: number, what: string): readonly Statement[] {
  const statement = {
    index,
    sid: undefined,
    action: ANYTHING,
    resource: ANYTHING,
    principal: { isNegated: false, patterns: [{ kind: 'unknown', what }] },
    conditions: [],
    unsupported: what,
  } as const;
  return (['Allow', 'Deny'] satisfies Effect[]).map((effect) => ({ ...statement, effect }));
}

function compileStatement(statement: unknown, index: number, variables: boolean): readonly Statement[] {
  if (!isObject(statement)) return unknownStatements(index, 'a statement that is not an object');
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    return unknownStatements(index, `effect ${JSON.stringify(effect)}`);
  }
  const reading: Reading = { variables, unsupported: [] };
  for (const key of Object.keys(statement)) {
    if (!STATEMENT_KEYS.has(key)) reading.unsupported.push(`element ${key}`);
  }
  const read = {
    action: readAction(statement, reading),
    resource: readResource(statement, reading),
    principal: readPrincipal(statement, effect, reading),
    conditions: readConditions(statement['Condition'], reading),
  };
  const sid = typeof statement['Sid'] === 'string' ? statement['Sid'] : undefined;
  return [{ index, sid, effect, ...read, unsupported: reading.unsupported[0] }];
}

type Element = { readonly isNegated: boolean; readonly value: unknown };

/** The element or its complement; with both it is not known which is meant. */
function either(statement: Json, name: string, reading: Reading): Element | 'both' | undefined {
  const [value, complement] = [statement[name], statement[`Not${name}`]];
  if (value !== undefined && complement !== undefined) {
    reading.unsupported.push(`${name} and Not${name}`);
    return 'both';
  }
  if (value !== undefined) return { isNegated: false, value };
  return complement === undefined ? undefined : { isNegated: true, value: complement };
}

function readAction(statement: Json, reading: Reading): ActionElement {
  const element = either(statement, 'Action', reading);
  if (!element) reading.unsupported.push('no Action');
  if (!element || element === 'both') return ANYTHING;
  const texts = strings(element.value, 'Action', reading);
  if (!texts) return ANYTHING;
  const patterns = texts.map((action) =>
    parseTemplate(action, { variables: false, wildcards: true, ignoreCase: true }),
  );
  return { isNegated: element.isNegated, patterns };
}

function readResource(statement: Json, reading: Reading): ResourceElement | undefined {
  const element = either(statement, 'Resource', reading);
  if (!element) return undefined;
  if (element === 'both') return ANYTHING;
  const texts = strings(element.value, 'Resource', reading);
  if (!texts) return ANYTHING;
  const patterns: ArnPattern[] = [];
  for (const text of texts) {
    const pattern = arnPattern(text, reading);
    if (pattern) patterns.push(pattern);
    else reading.unsupported.push(`resource ${text}`);
  }
  return patterns.length === texts.length ? { isNegated: element.isNegated, patterns } : ANYTHING;
}

function readPrincipal(
  statement: Json,
  effect: Statement['effect'],
  reading: Reading,
): PrincipalElement | undefined {
  const element = either(statement, 'Principal', reading);
  if (!element) return undefined;
  if (element === 'both')
    return { isNegated: false, patterns: [{ kind: 'unknown', what: 'Principal and NotPrincipal' }] };
  if (element.isNegated && effect === 'Allow') reading.unsupported.push('NotPrincipal in an Allow');
  return { isNegated: element.isNegated, patterns: principalPatterns(element.value, reading) };
}

function principalPatterns(value: unknown, reading: Reading): readonly PrincipalPattern[] {
  if (value === '*') return [{ kind: 'everyone', onlyAws: false }];
  const unknown = { kind: 'unknown', what: `principal ${JSON.stringify(value)}` } as const;
  if (!isObject(value)) return [unknown];
  return Object.entries(value).flatMap(
    ([type, names]) =>
      strings(names, 'Principal', reading)?.map((name) => principalPattern(type, name)) ?? [unknown],
  );
}

const ACCOUNT_ARN = /^arn:aws:iam::(?<account>\d{12}):root$/;
const IDENTITY_ARN = /^arn:aws:(iam::\d{12}:(role|user)|sts::\d{12}:assumed-role)\/[^*?]+$/;
const DELETED_PRINCIPAL = /^(AROA|AIDA|AGPA)[A-Z0-9]+$/;

/** Canonical users and sessions of identity providers are not told apart: they might be anybody. */
function principalPattern(type: string, name: string): PrincipalPattern {
  const unknown = { kind: 'unknown', what: `principal ${type} ${name}` } as const;
  if (type === 'Service') return /[*?]/.test(name) ? unknown : { kind: 'service', service: name };
  if (type === 'Federated') return /[*?]/.test(name) ? unknown : { kind: 'federated', provider: name };
  if (type !== 'AWS') return unknown;
  if (name === '*') return { kind: 'everyone', onlyAws: true };
  const accountId = /^\d{12}$/.test(name) ? name : ACCOUNT_ARN.exec(name)?.groups?.['account'];
  if (accountId !== undefined) return { kind: 'account', accountId };
  if (DELETED_PRINCIPAL.test(name)) return { kind: 'deleted' };
  return IDENTITY_ARN.test(name) ? { kind: 'arn', arn: name } : unknown;
}

function readConditions(element: unknown, reading: Reading): readonly Condition[] {
  if (element === undefined) return [];
  if (!isObject(element)) {
    reading.unsupported.push('a Condition that is not an object');
    return [];
  }
  return Object.entries(element).flatMap(([operator, keys]) => {
    if (isObject(keys)) return readOperator(operator, keys, reading);
    reading.unsupported.push(`condition ${operator}`);
    return [];
  });
}

function readOperator(operator: string, keys: Json, reading: Reading): readonly Condition[] {
  return Object.entries(keys).flatMap(([key, value]) => {
    const values = strings(value, `condition ${key}`, reading);
    if (!values) return [];
    const condition = compileCondition({ operator, key, values }, reading);
    if (typeof condition !== 'string') return [condition];
    reading.unsupported.push(condition);
    return [];
  });
}

/**
 * JSON has one value or many, and booleans and numbers where strings are meant. Undefined where one is neither;
 * the element then fits everything, and the statement is marked.
 */
function strings(value: unknown, element: string, reading: Reading): readonly string[] | undefined {
  const values = list(value);
  const texts = values.filter(
    (one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean',
  );
  if (texts.length === values.length) return texts.map(String);
  reading.unsupported.push(`${element} of ${JSON.stringify(value)}`);
  return undefined;
}

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
