import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import {
  checkLimits,
  describeUse,
  type LimitFinding,
  TEMPLATE_LIMITS,
} from '../../../core/template-limits/template-limits.ts';
import { resolveTemplate } from '../../../core/template-rules/resolve-template.ts';
import type { ExampleResources } from '../../../core/template-rules/template-rule.ts';

const SCOPE = {
  names: { mesh: 'acme', environment: 'prod', region: 'eu-west-1' },
  domain: 'sales',
  account: '111111111111',
  accounts: new Set(['111111111111']),
};

type Sections = Readonly<Partial<Record<'bytes' | 'Parameters' | 'Outputs' | 'Mappings', number>>>;
type Filled = { readonly resources?: ExampleResources; readonly sections?: Sections };

const one = (Type: string, Properties: Readonly<Record<string, unknown>>): Filled => ({
  resources: { One: { Type, Properties } },
});
const items = <T>(count: number, item: T): readonly T[] => Array.from({ length: count }, () => item);
/** A document of exactly so many characters. */
const document = (length: number): string => 'x'.repeat(length - 2);
const many = (count: number, Type: string, Properties = {}): Filled => ({
  resources: Object.fromEntries(items(count, 0).map((_, at) => [`One${at}`, { Type, Properties }])),
});

/** For each limit, a template that uses exactly so much of it. */
const FILL: Readonly<Record<string, (used: number) => Filled>> = {
  StackResources: (used) => many(used, 'AWS::SSM::Parameter'),
  TemplateBytes: (used) => ({ sections: { bytes: used } }),
  StackParameters: (used) => ({ sections: { Parameters: used } }),
  StackOutputs: (used) => ({ sections: { Outputs: used } }),
  StackMappings: (used) => ({ sections: { Mappings: used } }),
  RoleInlinePolicies: (used) =>
    one('AWS::IAM::Role', {
      Policies: [{ PolicyDocument: document(used - 100) }, { PolicyDocument: document(100) }],
    }),
  ManagedPolicy: (used) => one('AWS::IAM::ManagedPolicy', { PolicyDocument: document(used) }),
  TrustPolicy: (used) => one('AWS::IAM::Role', { AssumeRolePolicyDocument: document(used) }),
  RoleManagedPolicies: (used) => one('AWS::IAM::Role', { ManagedPolicyArns: items(used, 'arn') }),
  BucketPolicy: (used) => one('AWS::S3::BucketPolicy', { PolicyDocument: document(used) }),
  KeyPolicy: (used) => one('AWS::KMS::Key', { KeyPolicy: document(used) }),
  QueuePolicy: (used) => one('AWS::SQS::QueuePolicy', { PolicyDocument: document(used) }),
  QueuePolicyStatements: (used) =>
    one('AWS::SQS::QueuePolicy', { PolicyDocument: { Statement: items(used, {}) } }),
  TopicPolicy: (used) => one('AWS::SNS::TopicPolicy', { PolicyDocument: document(used) }),
  BusPolicy: (used) => ({
    resources: {
      One: {
        Type: 'AWS::Events::EventBusPolicy',
        Properties: { EventBusName: 'a', Statement: document(used - 100) },
      },
      Two: {
        Type: 'AWS::Events::EventBusPolicy',
        Properties: { EventBusName: 'a', Statement: document(100) },
      },
    },
  }),
  ResourceTags: (used) => one('AWS::S3::Bucket', { Tags: items(used, { Key: 'a', Value: 'b' }) }),
  BusRules: (used) => many(used, 'AWS::Events::Rule', { EventBusName: 'sales' }),
  RuleTargets: (used) => one('AWS::Events::Rule', { Targets: items(used, { Id: 'a' }) }),
  EventPattern: (used) => one('AWS::Events::Rule', { EventPattern: document(used) }),
  StateMachineDefinition: (used) =>
    one('AWS::StepFunctions::StateMachine', { DefinitionString: 'x'.repeat(used) }),
  ParameterValue: (used) => one('AWS::SSM::Parameter', { Value: 'x'.repeat(used) }),
  FunctionEnvironment: (used) =>
    one('AWS::Lambda::Function', { Environment: { Variables: { NAME: 'x'.repeat(used - 4) } } }),
  DashboardWidgets: (used) =>
    one('AWS::CloudWatch::Dashboard', { DashboardBody: JSON.stringify({ widgets: items(used, {}) }) }),
  TagValues: (used) => one('AWS::LakeFormation::Tag', { TagValues: items(used, 'sales') }),
  LakeAdministrators: (used) => one('AWS::LakeFormation::DataLakeSettings', { Admins: items(used, {}) }),
};

function findings(limit: string, { resources = {}, sections = {} }: Filled): readonly LimitFinding[] {
  const template = resolveTemplate(parseTemplate({ Resources: resources }), SCOPE);
  const { bytes = 0, Parameters = 0, Outputs = 0, Mappings = 0 } = sections;
  const measured = { template, bytes, sections: { Parameters, Outputs, Mappings } };
  return checkLimits(measured).filter((finding) => finding.limit.id === limit);
}

describe('the limits of AWS', () => {
  it.each(TEMPLATE_LIMITS.map(({ id, max }) => [id, max] as const))(
    '%s: a warning from 80 %% on, an end beyond %i',
    (id, max) => {
      const fill = FILL[id];
      if (!fill) throw new Error(`no template uses ${id}`);
      expect(findings(id, fill(Math.ceil(max * 0.8) - 1))).toEqual([]);
      expect(findings(id, fill(max))).toMatchObject([{ used: max, isOver: false }]);
      expect(findings(id, fill(max + 1))).toMatchObject([{ used: max + 1, isOver: true }]);
    },
  );

  it('count the rules of each bus apart', () => {
    const rules = (bus: string, count: number): ExampleResources =>
      Object.fromEntries(
        items(count, 0).map((_, at) => [
          `${bus}${at}`,
          { Type: 'AWS::Events::Rule', Properties: { EventBusName: bus } },
        ]),
      );
    expect(findings('BusRules', { resources: { ...rules('a', 200), ...rules('b', 200) } })).toEqual([]);
  });

  it('count the ARN of a key where only its symbol is known', () => {
    const key = { 'Fn::GetAtt': ['Key', 'Arn'] };
    const resources: ExampleResources = {
      Key: { Type: 'AWS::KMS::Key' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { Policies: [{ PolicyDocument: { Resource: items(120, key) } }] },
      },
    };
    // 120 ARNs of 75 characters, with quotation marks and commas.
    expect(findings('RoleInlinePolicies', { resources })).toMatchObject([{ used: 120 * 78 + 14 }]);
  });

  it('say how much of how much is used', () => {
    const [finding] = findings('StackResources', many(512, 'AWS::SSM::Parameter'));
    expect(finding && describeUse(finding)).toBe('512 of 500 resources in a stack (102 %)');
  });
});
