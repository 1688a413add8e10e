import { isRecord } from '../../cloudformation/intrinsic.ts';
import { property } from '../../template-rules/property.ts';

type Properties = Readonly<Record<string, unknown>>;
type Place = { readonly account: string; readonly region: string };
type Named = { readonly name: string; readonly properties: Properties; readonly place: Place };

/** Properties that may hold a resource's own name. */
const NAMES = [
  'BucketName',
  'RoleName',
  'ManagedPolicyName',
  'FunctionName',
  'TableName',
  'QueueName',
  'TopicName',
  'StateMachineName',
  'LogGroupName',
  'AlarmName',
  'ArchiveName',
  'AliasName',
  'DatabaseName',
  'Name',
];

/** All properties that name and ARN are made of. */
export const NAMING: ReadonlySet<string> = new Set([
  ...NAMES,
  'TableInput',
  'DatabaseInput',
  'EventBusName',
  'GroupName',
  'StateMachineArn',
  'RoutingConfiguration',
]);

/** Types of which `Ref` answers the ARN. */
const REFERS_BY_ARN: ReadonlySet<string> = new Set([
  'AWS::IAM::ManagedPolicy',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'AWS::StepFunctions::StateMachineAlias',
  'AWS::StepFunctions::StateMachineVersion',
]);

const ARNS: Readonly<Record<string, (resource: Named) => string>> = {
  'AWS::ApplicationSignals::ServiceLevelObjective': regional('application-signals', 'slo/'),
  'AWS::Athena::WorkGroup': regional('athena', 'workgroup/'),
  'AWS::CloudWatch::Alarm': regional('cloudwatch', 'alarm:'),
  'AWS::DynamoDB::Table': regional('dynamodb', 'table/'),
  'AWS::Events::Archive': regional('events', 'archive/'),
  'AWS::Events::EventBus': regional('events', 'event-bus/'),
  'AWS::Events::Rule': (rule) => regional('events', `rule/${within(rule.properties['EventBusName'])}`)(rule),
  'AWS::Glue::Database': regional('glue', 'database/'),
  'AWS::Glue::Table': (table) => regional('glue', `table/${within(table.properties['DatabaseName'])}`)(table),
  'AWS::IAM::ManagedPolicy': ({ name, place }) => `arn:aws:iam::${place.account}:policy/${name}`,
  'AWS::IAM::Role': ({ name, place }) => `arn:aws:iam::${place.account}:role/${name}`,
  'AWS::KMS::Alias': regional('kms', ''),
  'AWS::KMS::Key': regional('kms', 'key/'),
  'AWS::Lambda::Function': regional('lambda', 'function:'),
  'AWS::Logs::LogGroup': regional('logs', 'log-group:'),
  'AWS::S3::Bucket': ({ name }) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': regional('sns', ''),
  'AWS::SQS::Queue': regional('sqs', ''),
  'AWS::SSM::Parameter': regional('ssm', 'parameter'),
  'AWS::Scheduler::Schedule': (schedule) =>
    regional('scheduler', `schedule/${within(schedule.properties['GroupName'] ?? 'default')}`)(schedule),
  'AWS::Scheduler::ScheduleGroup': regional('scheduler', 'schedule-group/'),
  'AWS::SecretsManager::Secret': (secret) => `${regional('secretsmanager', 'secret:')(secret)}-AbCdEf`,
  'AWS::StepFunctions::StateMachine': regional('states', 'stateMachine:'),
  'AWS::StepFunctions::StateMachineAlias': ({ name, properties }) =>
    `${text(property(properties, 'RoutingConfiguration.0.StateMachineVersionArn')).replace(/:\d+$/, '')}:${name}`,
  'AWS::StepFunctions::StateMachineVersion': ({ properties }) => `${text(properties['StateMachineArn'])}:1`,
};

/** The name that a resource gives itself, from properties without intrinsic functions. */
export function physicalName(type: string, properties: Properties): string | undefined {
  const input = properties['TableInput'] ?? properties['DatabaseInput'];
  const inner = isRecord(input) ? input['Name'] : undefined;
  const names = type === 'AWS::Glue::Table' ? ['Name'] : NAMES;
  return [...names.map((key) => properties[key]), inner].find((value) => typeof value === 'string');
}

export function refersByArn(type: string): boolean {
  return REFERS_BY_ARN.has(type);
}

/** The ARN of a resource; a type that is known to nobody has one that no policy names. */
export function arnOf(type: string, resource: Named): string {
  return ARNS[type]?.(resource) ?? `arn:aws:${type.replaceAll(':', '-')}:::${resource.name}`;
}

function regional(service: string, prefix: string) {
  return ({ name, place }: Named): string =>
    `arn:aws:${service}:${place.region}:${place.account}:${prefix}${name}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const within = (parent: unknown): string => (typeof parent === 'string' ? `${parent}/` : '');
