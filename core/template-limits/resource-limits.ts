import { isRecord } from '../cloudformation/intrinsic.ts';
import { property, records, texts } from '../template-rules/property.ts';
import { characters, ofEach, type TemplateLimit } from './template-limit.ts';

const EVENTS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html';
const LAKE = 'https://docs.aws.amazon.com/lake-formation/latest/dg/lf-limits.html';

/** Bytes of the pairs of environment variables together. */
function environmentBytes(variables: unknown): number {
  return isRecord(variables)
    ? Object.entries(variables).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0)
    : 0;
}

function textLength(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

export const RESOURCE_LIMITS: readonly TemplateLimit[] = [
  {
    id: 'ResourceTags',
    what: 'tags of a resource',
    max: 50,
    fix: 'tag the stack with less',
    source: 'https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html',
    measure: ({ template }) =>
      template.resources.map(({ logicalId, properties: { Tags } }) => ({
        used: isRecord(Tags) ? Object.keys(Tags).length : records(Tags).length,
        logicalId,
      })),
  },
  {
    id: 'BusRules',
    what: 'rules on an event bus',
    max: 300,
    fix: 'split the domain; one rule per product that reads another is needed',
    source: EVENTS,
    measure: ({ template }) =>
      [
        ...Map.groupBy(
          template.resources.filter(({ type }) => type === 'AWS::Events::Rule'),
          ({ properties }) => properties['EventBusName'] ?? 'default',
        ).values(),
      ].map((rules) => ({ used: rules.length, ...(rules[0] && { logicalId: rules[0].logicalId }) })),
  },
  {
    id: 'RuleTargets',
    what: 'targets of a rule',
    max: 5,
    fix: 'make a second rule with the same pattern',
    source: EVENTS,
    measure: ofEach('AWS::Events::Rule', ({ properties }) => records(properties['Targets']).length),
  },
  {
    id: 'EventPattern',
    what: 'characters of an event pattern',
    max: 2_048,
    fix: 'read fewer products in one, or land fewer prefixes: each is in the pattern',
    source: EVENTS,
    measure: ofEach('AWS::Events::Rule', ({ properties }) => characters(properties['EventPattern'])),
  },
  {
    id: 'StateMachineDefinition',
    what: 'bytes of a state machine’s definition',
    max: 1_048_576,
    fix: 'make two products of it: each step and each table is a state',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html',
    measure: ofEach('AWS::StepFunctions::StateMachine', ({ properties }) =>
      textLength(properties['DefinitionString']),
    ),
  },
  {
    id: 'ParameterValue',
    what: 'characters of a standard parameter of SSM',
    max: 4_096,
    fix: 'keep the document among the assets, and its place in the parameter',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
    measure: ofEach('AWS::SSM::Parameter', ({ properties }) => textLength(properties['Value'])),
  },
  {
    id: 'FunctionEnvironment',
    what: 'bytes of a function’s environment variables',
    max: 4_096,
    fix: 'put settings into the manifest',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    measure: ofEach('AWS::Lambda::Function', ({ properties }) =>
      environmentBytes(property(properties, 'Environment.Variables')),
    ),
  },
  {
    id: 'DashboardWidgets',
    what: 'widgets of a dashboard',
    max: 500,
    fix: 'show fewer products in one dashboard',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html',
    measure: ofEach('AWS::CloudWatch::Dashboard', ({ properties }) => widgets(properties['DashboardBody'])),
  },
  {
    id: 'TagValues',
    what: 'values of an LF-Tag',
    max: 1_000,
    fix: 'give domains an account of their own: each is a value of the tag `domain`',
    source: LAKE,
    measure: ofEach('AWS::LakeFormation::Tag', ({ properties }) => texts(properties['TagValues']).length),
  },
  {
    id: 'LakeAdministrators',
    what: 'administrators of a data lake',
    max: 30,
    fix: 'give domains an account of their own: each has a reconciler',
    source: LAKE,
    measure: ofEach(
      'AWS::LakeFormation::DataLakeSettings',
      ({ properties }) => records(properties['Admins']).length,
    ),
  },
];

function widgets(body: unknown): number {
  try {
    return records(property(JSON.parse(String(body)), 'widgets')).length;
  } catch {
    return 0;
  }
}
