import type { TemplateResource } from '../cloudformation/template.ts';

export type Place = { readonly region: string; readonly account: string };
type Identity = {
  readonly name: string;
  readonly arn: (name: string, place: Place) => string;
  readonly ref: 'name' | 'arn';
};

/** Types whose resources get their name from the template, so that their ARN is known before they exist. */
const IDENTITIES: Readonly<Record<string, Identity>> = {
  'AWS::S3::Bucket': { name: 'BucketName', ref: 'name', arn: (name) => `arn:aws:s3:::${name}` },
  'AWS::IAM::Role': {
    name: 'RoleName',
    ref: 'name',
    arn: (name, { account }) => `arn:aws:iam::${account}:role/${name}`,
  },
  'AWS::IAM::ManagedPolicy': {
    name: 'ManagedPolicyName',
    ref: 'arn',
    arn: (name, { account }) => `arn:aws:iam::${account}:policy/${name}`,
  },
  'AWS::Lambda::Function': { name: 'FunctionName', ref: 'name', arn: regional('lambda', 'function:') },
  'AWS::DynamoDB::Table': { name: 'TableName', ref: 'name', arn: regional('dynamodb', 'table/') },
  'AWS::SQS::Queue': { name: 'QueueName', ref: 'name', arn: regional('sqs', '') },
  'AWS::SNS::Topic': { name: 'TopicName', ref: 'arn', arn: regional('sns', '') },
  'AWS::Events::EventBus': { name: 'Name', ref: 'name', arn: regional('events', 'event-bus/') },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    ref: 'arn',
    arn: regional('states', 'stateMachine:'),
  },
  'AWS::Logs::LogGroup': {
    name: 'LogGroupName',
    ref: 'name',
    arn: (name, place) => `${regional('logs', 'log-group:')(name, place)}:*`,
  },
};

/** What `Ref`, `Arn` or the name's attribute answers, where the template alone decides it. */
export function physicalValue(
  resource: TemplateResource,
  attribute: string,
  place: Place,
): string | undefined {
  const identity = IDENTITIES[resource.Type];
  const name = identity && resource.Properties?.[identity.name];
  if (identity === undefined || typeof name !== 'string') return undefined;
  if (attribute === 'Arn') return identity.arn(name, place);
  if (attribute === 'Ref') return identity.ref === 'arn' ? identity.arn(name, place) : name;
  return attribute === identity.name ? name : undefined;
}

function regional(service: string, prefix: string) {
  return (name: string, { region, account }: Place): string =>
    `arn:aws:${service}:${region}:${account}:${prefix}${name}`;
}
