import type { Template, TemplateResource } from '../../../core/cloudformation/template.ts';

type Properties = Readonly<Record<string, unknown>>;
type Touch = (properties: Properties, template: Template) => Properties;

/** Nothing of the type changes in place, or a change calls what a creation calls. */
const AS_CREATED: Touch = (properties) => properties;

const described: Touch = (properties) => ({ ...properties, Description: 'touched' });

/** A change of each type that a mesh's stacks may bring; a type that is new in them is added here. */
const TOUCHES: Readonly<Record<string, Touch>> = {
  'AWS::ApplicationSignals::ServiceLevelObjective': described,
  'AWS::Athena::WorkGroup': described,
  'AWS::CloudWatch::Alarm': (properties) => ({ ...properties, AlarmDescription: 'touched' }),
  'AWS::CloudWatch::Dashboard': AS_CREATED,
  'AWS::DynamoDB::Table': (properties) => ({
    ...properties,
    DeletionProtectionEnabled: false,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
  }),
  'AWS::Events::Archive': (properties) => ({ ...properties, RetentionDays: 7 }),
  'AWS::Events::EventBus': described,
  'AWS::Events::EventBusPolicy': AS_CREATED,
  'AWS::Events::Rule': described,
  'AWS::Glue::Database': inside('DatabaseInput'),
  'AWS::Glue::Table': inside('TableInput'),
  'AWS::IAM::ManagedPolicy': (properties) => ({
    ...properties,
    PolicyDocument: longer(properties['PolicyDocument']),
  }),
  'AWS::IAM::Role': (properties) => ({ ...described(properties, NO_TEMPLATE), ...withPolicy(properties) }),
  'AWS::KMS::Alias': AS_CREATED,
  'AWS::KMS::Key': described,
  'AWS::LakeFormation::DataLakeSettings': AS_CREATED,
  'AWS::LakeFormation::Resource': AS_CREATED,
  'AWS::LakeFormation::Tag': (properties) => ({
    ...properties,
    TagValues: [...list(properties['TagValues']), 'touched'],
  }),
  'AWS::LakeFormation::TagAssociation': AS_CREATED,
  'AWS::Lambda::EventInvokeConfig': (properties) => ({ ...properties, MaximumRetryAttempts: 0 }),
  'AWS::Lambda::Function': (properties, template) => ({
    ...properties,
    MemorySize: 320,
    ...otherCode(properties, template),
  }),
  'AWS::Logs::LogGroup': (properties) => ({ ...properties, RetentionInDays: 1 }),
  'AWS::S3::Bucket': AS_CREATED,
  'AWS::S3::BucketPolicy': AS_CREATED,
  'AWS::SNS::Subscription': AS_CREATED,
  'AWS::SNS::Topic': (properties) => ({ ...properties, DisplayName: 'touched' }),
  'AWS::SNS::TopicPolicy': AS_CREATED,
  'AWS::SQS::Queue': (properties) => ({ ...properties, VisibilityTimeout: 31 }),
  'AWS::SQS::QueuePolicy': AS_CREATED,
  'AWS::SSM::Parameter': described,
  'AWS::Scheduler::Schedule': (properties) => ({ ...properties, ScheduleExpression: 'rate(2 hours)' }),
  'AWS::Scheduler::ScheduleGroup': AS_CREATED,
  'AWS::SecretsManager::ResourcePolicy': AS_CREATED,
  'AWS::SecretsManager::Secret': described,
  'AWS::StepFunctions::StateMachine': (properties) => ({
    ...properties,
    DefinitionString: commented(properties['DefinitionString']),
  }),
  'AWS::StepFunctions::StateMachineAlias': AS_CREATED,
  'AWS::StepFunctions::StateMachineVersion': AS_CREATED,
  'Custom::FreeholdGrants': AS_CREATED,
  'Custom::FreeholdTables': AS_CREATED,
  'Custom::FreeholdTokenKey': AS_CREATED,
};

const NO_TEMPLATE: Template = { Resources: {} };

/** The template with every resource changed as an update may change it, tags too. */
export function touched(template: Template): Template {
  return mapResources(template, (resource) => {
    const touch = TOUCHES[resource.Type];
    if (touch === undefined) throw new Error(`touches.ts does not say how ${resource.Type} changes`);
    return { ...resource, Properties: retagged(touch(resource.Properties ?? {}, template)) };
  });
}

/** The template with nothing in it that holds on to data. */
export function destroyable(template: Template): Template {
  return mapResources(template, (resource) => ({
    ...resource,
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
    ...(resource.Type === 'AWS::DynamoDB::Table' && {
      Properties: { ...resource.Properties, DeletionProtectionEnabled: false },
    }),
  }));
}

function mapResources(
  template: Template,
  change: (resource: TemplateResource) => TemplateResource,
): Template {
  const entries = Object.entries(template.Resources).map(([id, resource]) => [id, change(resource)] as const);
  return { ...template, Resources: Object.fromEntries(entries) };
}

/** One tag more and, of those that are there, the last one less. */
function retagged(properties: Properties): Properties {
  const tags = properties['Tags'];
  if (Array.isArray(tags)) {
    return {
      ...properties,
      Tags: [...tags.filter(({ Key }) => Key !== 'domain'), { Key: 'touched', Value: 'yes' }],
    };
  }
  if (typeof tags !== 'object' || tags === null) return properties;
  const { domain: _gone, ...kept } = tags as Properties;
  return { ...properties, Tags: { ...kept, touched: 'yes' } };
}

function inside(key: string): Touch {
  return (properties) => ({ ...properties, [key]: { ...record(properties[key]), Description: 'touched' } });
}

const STATEMENT = { Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' };

function withPolicy(properties: Properties): Properties {
  const PolicyDocument = { Version: '2012-10-17', Statement: [STATEMENT] };
  return { Policies: [...list(properties['Policies']), { PolicyName: 'touched', PolicyDocument }] };
}

function longer(document: unknown): Properties {
  return { ...record(document), Statement: [...list(record(document)['Statement']), STATEMENT] };
}

/** Only of a function that no custom resource asks. */
function otherCode({ FunctionName }: Properties, template: Template): Properties {
  if (!String(FunctionName).endsWith('-measure-slo')) return {};
  const other = Object.values(template.Resources).find(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' && Properties?.['FunctionName'] !== FunctionName,
  );
  return { Code: other?.Properties?.['Code'] };
}

/** Another definition makes another version, to which the alias goes. */
function commented(definition: unknown): string {
  return JSON.stringify({ ...record(JSON.parse(String(definition))), Comment: 'touched' });
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const record = (value: unknown): Properties =>
  // A property of a template that holds properties itself.
  typeof value === 'object' && value !== null ? (value as Properties) : {};
