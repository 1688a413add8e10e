import { matchTemplate, parseTemplate } from '../access/iam/template.ts';
import { isRecord } from '../cloudformation/intrinsic.ts';
import { property, records, texts } from './property.ts';
import type { RuleResource } from './template-rule.ts';

export type PolicyKind = 'identity' | 'trust' | 'resource';
export type ConditionEntry = {
  readonly operator: string;
  /** In lower case: names of condition keys know no case. */
  readonly key: string;
  readonly values: readonly string[];
};

/** A statement of a policy document, with every element as a list. */
export type PolicyStatement = {
  readonly kind: PolicyKind;
  readonly at: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `AWS:<arn>`, `Service:<name>`, or `*`. */
  readonly principals: readonly string[];
  readonly conditions: readonly ConditionEntry[];
  /** The elements that say what is excepted. */
  readonly negated: readonly string[];
};

const DOCUMENTS: Readonly<Record<string, readonly (readonly [PolicyKind, string])[]>> = {
  'AWS::IAM::Role': [['trust', 'AssumeRolePolicyDocument']],
  'AWS::IAM::Policy': [['identity', 'PolicyDocument']],
  'AWS::IAM::ManagedPolicy': [['identity', 'PolicyDocument']],
  'AWS::S3::BucketPolicy': [['resource', 'PolicyDocument']],
  'AWS::KMS::Key': [['resource', 'KeyPolicy']],
  'AWS::SNS::TopicPolicy': [['resource', 'PolicyDocument']],
  'AWS::SQS::QueuePolicy': [['resource', 'PolicyDocument']],
  'AWS::SecretsManager::ResourcePolicy': [['resource', 'ResourcePolicy']],
};
const NEGATED = ['NotAction', 'NotResource', 'NotPrincipal'] as const;

export const POLICY_TYPES: readonly string[] = [...Object.keys(DOCUMENTS), 'AWS::Events::EventBusPolicy'];
export const IDENTITY_TYPES = ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'] as const;

/** All statements of a resource's policies, or of one kind. */
export function statementsOf(resource: RuleResource, kind?: PolicyKind): readonly PolicyStatement[] {
  const { properties, type } = resource;
  const inline = records(properties['Policies']).map((_, index) => `Policies.${index}.PolicyDocument`);
  const documents = [
    ...(DOCUMENTS[type] ?? []),
    ...(type === 'AWS::IAM::Role' ? inline.map((path) => ['identity', path] as const) : []),
  ];
  const statements = documents.flatMap(([documentKind, path]) =>
    documentStatements(documentKind, property(properties, path), path),
  );
  const own = type === 'AWS::Events::EventBusPolicy' ? busStatements(properties) : [];
  return [...statements, ...own].filter((statement) => kind === undefined || statement.kind === kind);
}

/** Whether a statement allows an action: by name, by pattern, or by excepting others. */
export function allows(statement: PolicyStatement, action: string): boolean {
  if (statement.effect !== 'Allow') return false;
  if (statement.negated.includes('NotAction')) return true;
  return statement.actions.some((pattern) => matches(pattern, action));
}

/** Whether an IAM pattern of actions covers an action. */
export function matches(pattern: string, action: string): boolean {
  const template = parseTemplate(pattern, { variables: false, wildcards: true, ignoreCase: true });
  return matchTemplate(template, action.toLowerCase(), () => undefined) === true;
}

/** Entries of a condition key under operators that demand a value; `…IfExists` demands none. */
export function demanded(statement: PolicyStatement, key: string): readonly ConditionEntry[] {
  return statement.conditions.filter(
    (entry) =>
      entry.key === key.toLowerCase() &&
      !entry.operator.endsWith('IfExists') &&
      !/Not|Null/.test(entry.operator),
  );
}

/** Whether a statement lets anybody in: by a wildcard without the organization, or by excepting some. */
export function isOpen(statement: PolicyStatement): boolean {
  if (statement.effect !== 'Allow') return false;
  if (statement.negated.includes('NotPrincipal')) return true;
  return statement.principals.includes('*') && demanded(statement, 'aws:PrincipalOrgID').length === 0;
}

function documentStatements(kind: PolicyKind, document: unknown, path: string): readonly PolicyStatement[] {
  return records(property(document, 'Statement')).map((raw, index) =>
    statementOf(kind, raw, `${path}.Statement.${index}`),
  );
}

function busStatements(properties: Readonly<Record<string, unknown>>): readonly PolicyStatement[] {
  const { Statement, Action, Principal } = properties;
  if (isRecord(Statement)) return [statementOf('resource', Statement, 'Statement')];
  return [statementOf('resource', { Effect: 'Allow', Action, Principal }, 'Principal')];
}

function statementOf(kind: PolicyKind, raw: Readonly<Record<string, unknown>>, at: string): PolicyStatement {
  return {
    kind,
    at,
    effect: String(raw['Effect']),
    actions: texts(raw['Action'] ?? raw['NotAction']),
    resources: texts(raw['Resource'] ?? raw['NotResource']),
    principals: principalsOf(raw['Principal'] ?? raw['NotPrincipal']),
    conditions: conditionsOf(raw['Condition']),
    negated: NEGATED.filter((key) => key in raw),
  };
}

function principalsOf(principal: unknown): readonly string[] {
  if (!isRecord(principal)) return texts(principal);
  return Object.entries(principal).flatMap(([kind, values]) =>
    texts(values).map((value) => (value === '*' ? '*' : `${kind}:${value}`)),
  );
}

function conditionsOf(condition: unknown): readonly ConditionEntry[] {
  if (!isRecord(condition)) return [];
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: (Array.isArray(values) ? values : [values]).map(String),
    })),
  );
}
