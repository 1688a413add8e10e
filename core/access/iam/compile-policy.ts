import { compileCondition, type Condition } from './condition.ts';
import type {
  ActionElement,
  Policy,
  PrincipalElement,
  PrincipalPattern,
  ResourceElement,
  ResourcePattern,
  Statement,
} from './policy.ts';
import { parseTemplate, splitArnTemplate } from './template.ts';

/** Collects what is not understood while a statement is read. */
type Reading = { readonly variables: boolean; readonly unsupported: string[] };

type Json = Readonly<Record<string, unknown>>;

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

/** Compiles a policy document (JSON text or parsed); what is not understood is marked, never guessed. */
export function compilePolicy(document: unknown): Policy {
  const parsed = typeof document === 'string' ? parseJson(document) : document;
  if (!isObject(parsed)) return notUnderstood('the policy is not a JSON object');
  const version = parsed['Version'] ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    return notUnderstood(`policy version ${JSON.stringify(version)}`);
  }
  const statements = list(parsed['Statement']);
  const variables = version === '2012-10-17';
  return { statements: statements.map((statement, index) => compileStatement(statement, index, variables)) };
}

/** A policy that cannot be read denies everything. */
function notUnderstood(what: string): Policy {
  return { statements: [unreadableStatement(0, what)] };
}

function unreadableStatement(index: number, what: string): Statement {
  return {
    index,
    sid: undefined,
    effect: 'Deny',
    action: { isNegated: true, patterns: [] },
    resource: undefined,
    principal: undefined,
    conditions: [],
    unsupported: what,
  };
}

function compileStatement(statement: unknown, index: number, variables: boolean): Statement {
  if (!isObject(statement)) return unreadableStatement(index, 'a statement that is not an object');
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    return unreadableStatement(index, `effect ${JSON.stringify(effect)}`);
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
  return { index, sid, effect, ...read, unsupported: reading.unsupported[0] };
}

/** The element or its complement: exactly one of both may be there. */
function either(
  statement: Json,
  name: string,
  reading: Reading,
): { readonly isNegated: boolean; readonly value: unknown } | undefined {
  const [value, complement] = [statement[name], statement[`Not${name}`]];
  if (value !== undefined && complement !== undefined) reading.unsupported.push(`${name} and Not${name}`);
  if (value !== undefined) return { isNegated: false, value };
  return complement === undefined ? undefined : { isNegated: true, value: complement };
}

function readAction(statement: Json, reading: Reading): ActionElement {
  const element = either(statement, 'Action', reading);
  if (!element) reading.unsupported.push('no Action');
  const patterns = strings(element?.value, 'Action', reading).map((action) =>
    parseTemplate(action, { variables: false, wildcards: true, ignoreCase: true }),
  );
  return { isNegated: element?.isNegated ?? true, patterns };
}

function readResource(statement: Json, reading: Reading): ResourceElement | undefined {
  const element = either(statement, 'Resource', reading);
  if (!element) return undefined;
  const patterns = strings(element.value, 'Resource', reading).flatMap((text): ResourcePattern[] => {
    if (/^\*+$/.test(text)) return [{ kind: 'everything' }];
    const template = parseTemplate(text, { variables: reading.variables, wildcards: true });
    const segments = splitArnTemplate(template);
    if (segments) return [{ kind: 'arn', segments }];
    reading.unsupported.push(`resource ${text}`);
    return [];
  });
  return { isNegated: element.isNegated, patterns };
}

function readPrincipal(
  statement: Json,
  effect: Statement['effect'],
  reading: Reading,
): PrincipalElement | undefined {
  const element = either(statement, 'Principal', reading);
  if (!element) return undefined;
  if (element.isNegated && effect === 'Allow') reading.unsupported.push('NotPrincipal in an Allow');
  return { isNegated: element.isNegated, patterns: principalPatterns(element.value, reading) };
}

function principalPatterns(value: unknown, reading: Reading): readonly PrincipalPattern[] {
  if (value === '*') return [{ kind: 'everyone' }];
  if (!isObject(value)) {
    reading.unsupported.push(`principal ${JSON.stringify(value)}`);
    return [];
  }
  return Object.entries(value).flatMap(([type, names]) =>
    strings(names, 'Principal', reading).flatMap((name) => {
      const pattern = principalPattern(type, name);
      if (!pattern) reading.unsupported.push(`principal ${type} ${name}`);
      return pattern ? [pattern] : [];
    }),
  );
}

const ACCOUNT_ARN = /^arn:aws:iam::(?<account>\d{12}):root$/;
const IDENTITY_ARN = /^arn:aws:(iam::\d{12}:(role|user)|sts::\d{12}:assumed-role)\/[^*?]+$/;
const DELETED_PRINCIPAL = /^(AROA|AIDA|AGPA)[A-Z0-9]+$/;

function principalPattern(type: string, name: string): PrincipalPattern | undefined {
  if (type === 'Service') return /[*?]/.test(name) ? undefined : { kind: 'service', service: name };
  if (type === 'Federated' || type === 'CanonicalUser') return { kind: 'elsewhere' };
  if (type !== 'AWS') return undefined;
  if (name === '*') return { kind: 'everyone' };
  const accountId = /^\d{12}$/.test(name) ? name : ACCOUNT_ARN.exec(name)?.groups?.['account'];
  if (accountId !== undefined) return { kind: 'account', accountId };
  if (DELETED_PRINCIPAL.test(name)) return { kind: 'elsewhere' };
  return IDENTITY_ARN.test(name) ? { kind: 'arn', arn: name } : undefined;
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
    const condition = compileCondition({ operator, key, values }, reading);
    if (typeof condition !== 'string') return [condition];
    reading.unsupported.push(condition);
    return [];
  });
}

/** JSON has one value or many, and booleans and numbers where strings are meant. */
function strings(value: unknown, element: string, reading: Reading): readonly string[] {
  return list(value).flatMap((one) => {
    if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') return [String(one)];
    reading.unsupported.push(`${element} of ${JSON.stringify(one)}`);
    return [];
  });
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
