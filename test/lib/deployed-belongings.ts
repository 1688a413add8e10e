import type { NamedPolicy } from '../../core/access/iam/policy.ts';
import { type DeployedResource, named } from './deployed-policies.ts';

type Json = Readonly<Record<string, unknown>>;

/** Something that a policy may name, with the policy that it has itself. */
export type Belonging = {
  readonly arn: string;
  readonly account: string;
  readonly document?: unknown;
  readonly policy?: NamedPolicy;
};

type Place = { readonly account: string; readonly region: string };

/** The ARNs of what is in a template, by type; `x` stands for whatever is below. */
const ARNS: Readonly<Record<string, (resource: DeployedResource, place: Place) => readonly string[]>> = {
  'AWS::ApplicationSignals::ServiceLevelObjective': ({ name }, at) => [
    arn(at, 'application-signals', `slo/${name}`),
  ],
  'AWS::Athena::WorkGroup': ({ name }, at) => [arn(at, 'athena', `workgroup/${name}`)],
  'AWS::CloudWatch::Alarm': ({ properties }, at) => [
    arn(at, 'cloudwatch', `alarm:${String(properties['AlarmName'])}`),
  ],
  'AWS::DynamoDB::Table': ({ name }, at) => [
    arn(at, 'dynamodb', `table/${name}`),
    arn(at, 'dynamodb', `table/${name}/index/x`),
  ],
  'AWS::Events::Archive': ({ properties }, at) => [
    arn(at, 'events', `archive/${String(properties['ArchiveName'])}`),
  ],
  'AWS::Events::EventBus': ({ name }, at) => [arn(at, 'events', `event-bus/${name}`)],
  'AWS::Events::Rule': ({ name, properties }, at) => {
    const bus = properties['EventBusName'];
    return [arn(at, 'events', `rule/${bus === undefined ? '' : `${String(bus)}/`}${name}`)];
  },
  'AWS::Glue::Database': ({ properties }, at) => {
    const database = String(properties['DatabaseName']);
    return [arn(at, 'glue', `database/${database}`), arn(at, 'glue', `table/${database}/x`)];
  },
  'AWS::Glue::Table': ({ name, properties }, at) => [
    arn(at, 'glue', `table/${String(properties['DatabaseName'])}/${name}`),
  ],
  'AWS::IAM::ManagedPolicy': ({ properties }, { account }) => [
    `arn:aws:iam::${account}:policy/${String(properties['ManagedPolicyName'])}`,
  ],
  'AWS::IAM::Role': ({ name }, { account }) => [`arn:aws:iam::${account}:role/${name}`],
  'AWS::KMS::Alias': ({ properties }, at) => [arn(at, 'kms', String(properties['AliasName']))],
  'AWS::KMS::Key': ({ name }, at) => [arn(at, 'kms', `key/${name}`)],
  'AWS::Lambda::Function': ({ name }, at) => [
    arn(at, 'lambda', `function:${name}`),
    arn(at, 'lambda', `function:${name}:1`),
  ],
  'AWS::Logs::LogGroup': ({ name }, at) => [
    arn(at, 'logs', `log-group:${name}`),
    arn(at, 'logs', `log-group:${name}:log-stream:x`),
  ],
  'AWS::S3::Bucket': ({ name }) => [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/x`],
  'AWS::SNS::Topic': ({ properties }, at) => [arn(at, 'sns', String(properties['TopicName']))],
  'AWS::SQS::Queue': ({ name }, at) => [arn(at, 'sqs', name)],
  'AWS::SSM::Parameter': ({ name }, at) => [arn(at, 'ssm', `parameter${name}`)],
  'AWS::Scheduler::Schedule': ({ name, properties }, at) => [
    arn(at, 'scheduler', `schedule/${String(properties['GroupName'])}/${name}`),
  ],
  'AWS::Scheduler::ScheduleGroup': ({ name }, at) => [arn(at, 'scheduler', `schedule-group/${name}`)],
  'AWS::SecretsManager::Secret': ({ name }, at) => [arn(at, 'secretsmanager', `secret:${name}-AbCdEf`)],
  'AWS::StepFunctions::StateMachine': ({ name }, at) => [
    arn(at, 'states', `stateMachine:${name}`),
    arn(at, 'states', `stateMachine:${name}:live`),
    arn(at, 'states', `execution:${name}:x`),
  ],
};

/** Types that no policy names: parts or properties of the others, or settings of the account. */
const PARTS: readonly string[] = [
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::EventBusPolicy',
  'AWS::LakeFormation::DataLakeSettings',
  'AWS::LakeFormation::PrincipalPermissions',
  'AWS::LakeFormation::Resource',
  'AWS::LakeFormation::Tag',
  'AWS::LakeFormation::TagAssociation',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::StepFunctions::StateMachineAlias',
  'AWS::StepFunctions::StateMachineVersion',
];

function arn({ account, region }: Place, service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** Every ARN of these resources; a type that is not known here is an error, so that none is left out. */
export function belongingsOf(
  resources: readonly DeployedResource[],
  all: readonly DeployedResource[],
  region: string,
): readonly Belonging[] {
  return resources.flatMap((resource) => {
    const { type, account } = resource;
    if (PARTS.includes(type) || type.startsWith('Custom::')) return [];
    const arns = ARNS[type];
    if (arns === undefined) throw new Error(`say which ARNs ${type} has, or that no policy names it`);
    const document = documentOf(resource, all);
    return arns(resource, { account, region }).map((one) => ({
      arn: one,
      account,
      ...(document !== undefined && { document, policy: named(resource.name, document) }),
    }));
  });
}

/** The policy of a resource, which for most stands in a resource of its own. */
function documentOf(resource: DeployedResource, all: readonly DeployedResource[]): unknown {
  const { type, account, name, properties } = resource;
  if (type === 'AWS::KMS::Key') return properties['KeyPolicy'];
  if (type === 'AWS::IAM::Role') return onItself(properties['AssumeRolePolicyDocument']);
  const own = all.filter((other) => other.account === account && other.stack === resource.stack);
  switch (type) {
    case 'AWS::S3::Bucket':
      return own.find((one) => one.type === 'AWS::S3::BucketPolicy' && one.properties['Bucket'] === name)
        ?.properties['PolicyDocument'];
    case 'AWS::SQS::Queue':
      return own.find((one) => one.type === 'AWS::SQS::QueuePolicy' && lists(one.properties['Queues'], name))
        ?.properties['PolicyDocument'];
    case 'AWS::SNS::Topic':
      return own.find((one) => one.type === 'AWS::SNS::TopicPolicy' && lists(one.properties['Topics'], name))
        ?.properties['PolicyDocument'];
    case 'AWS::SecretsManager::Secret':
      return own.find(
        (one) => one.type === 'AWS::SecretsManager::ResourcePolicy' && one.properties['SecretId'] === name,
      )?.properties['ResourcePolicy'];
    case 'AWS::DynamoDB::Table':
      return (properties['ResourcePolicy'] as Json | undefined)?.['PolicyDocument'];
    case 'AWS::Lambda::Function':
      return functionPolicy(
        own.filter(
          (one) => one.type === 'AWS::Lambda::Permission' && one.properties['FunctionName'] === name,
        ),
      );
    case 'AWS::Events::EventBus':
      return busPolicy(
        own.filter(
          (one) => one.type === 'AWS::Events::EventBusPolicy' && one.properties['EventBusName'] === name,
        ),
      );
    default:
      return undefined;
  }
}

function lists(value: unknown, name: string): boolean {
  return Array.isArray(value) && value.some((one) => String(one).endsWith(name));
}

/** A trust policy names no resource: it is the role itself. */
function onItself(document: unknown): unknown {
  // A policy document, as CloudFormation has it.
  const { Statement, ...rest } = document as Json & { readonly Statement: readonly Json[] };
  return { ...rest, Statement: Statement.map((statement) => ({ ...statement, Resource: '*' })) };
}

function busPolicy(policies: readonly DeployedResource[]): unknown {
  if (policies.length === 0) return undefined;
  return { Version: '2012-10-17', Statement: policies.map(({ properties }) => properties['Statement']) };
}

/** Permissions of a function as the statements that Lambda makes of them. */
function functionPolicy(permissions: readonly DeployedResource[]): unknown {
  if (permissions.length === 0) return undefined;
  const statements = permissions.map(({ properties }) => {
    const principal = String(properties['Principal']);
    const isService = principal.endsWith('.amazonaws.com');
    return {
      Effect: 'Allow',
      Action: properties['Action'],
      Resource: '*',
      Principal: principal === '*' ? '*' : isService ? { Service: principal } : { AWS: principal },
    };
  });
  return { Version: '2012-10-17', Statement: statements };
}
