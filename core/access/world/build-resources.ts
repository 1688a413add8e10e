import { property, records } from '../../template-rules/property.ts';
import type { PoliciesOf } from './policies.ts';
import type { ResolvedResource } from './resolve-stack.ts';
import { s3Arn } from './s3-arn.ts';
import type { OtherKind, WorldResource, WorldTarget } from './world-resource.ts';

type Build = (resource: ResolvedResource, all: readonly ResolvedResource[]) => Detail | undefined;
type Detail = WorldResource extends infer R
  ? R extends WorldResource
    ? Omit<R, 'arn' | 'account' | 'owner' | 'policy' | 'origin'>
    : never
  : never;

const named =
  (kind: OtherKind): Build =>
  ({ name }) => ({ kind, name });

const BUILDERS: Readonly<Record<string, Build>> = {
  'AWS::ApplicationSignals::ServiceLevelObjective': named('objective'),
  'AWS::Athena::WorkGroup': workgroup,
  'AWS::CloudWatch::Alarm': named('alarm'),
  'AWS::DynamoDB::Table': named('item-table'),
  'AWS::Events::Archive': named('archive'),
  'AWS::Events::EventBus': named('bus'),
  'AWS::Events::Rule': ({ properties }) => ({ kind: 'sender', targets: targets(properties['Targets']) }),
  'AWS::IAM::ManagedPolicy': named('managed-policy'),
  'AWS::IAM::Role': ({ name }) => ({ kind: 'role', name }),
  'AWS::KMS::Alias': named('key-alias'),
  'AWS::KMS::Key': ({ arn }, all) => ({ kind: 'key', aliases: aliasesOf(arn, all) }),
  'AWS::Lambda::Function': ({ name, properties }) => ({
    kind: 'function',
    name,
    roleArn: String(properties['Role']),
  }),
  'AWS::Logs::LogGroup': named('log-group'),
  'AWS::S3::Bucket': bucket,
  'AWS::SNS::Subscription': ({ properties }) => ({
    kind: 'sender',
    targets: [{ arn: String(properties['Endpoint']) }],
  }),
  'AWS::SNS::Topic': named('topic'),
  'AWS::SQS::Queue': named('queue'),
  'AWS::SSM::Parameter': named('parameter'),
  'AWS::Scheduler::Schedule': ({ properties }) => ({
    kind: 'sender',
    targets: targets(properties['Target']),
  }),
  'AWS::Scheduler::ScheduleGroup': named('schedule-group'),
  'AWS::SecretsManager::Secret': named('secret'),
  'AWS::StepFunctions::StateMachine': ({ name, properties }) => ({
    kind: 'state-machine',
    name,
    roleArn: String(properties['RoleArn']),
  }),
};

export const RESOURCE_TYPES: readonly string[] = Object.keys(BUILDERS);

/** Everything that policies can name, but catalogs, which `buildCatalog` reads. */
export function buildResources(
  resources: readonly ResolvedResource[],
  policiesOf: PoliciesOf,
): readonly WorldResource[] {
  const aliases = resources.filter(({ type }) => type === 'AWS::KMS::Alias');
  return resources.flatMap((resource): WorldResource[] => {
    const detail = BUILDERS[resource.type]?.(resource, aliases);
    if (detail === undefined) return [];
    const policy = policiesOf(resource.arn);
    const { arn, owner, origin, stack } = resource;
    return [{ ...detail, arn, account: stack.account, owner, origin, ...(policy && { policy }) }];
  });
}

function bucket({ name, properties }: ResolvedResource): Detail {
  const key = property(
    properties,
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
  );
  const copying = property(properties, 'ReplicationConfiguration.Role');
  return {
    kind: 'bucket',
    name,
    copiesTo: records(property(properties, 'ReplicationConfiguration.Rules')).map((rule) =>
      String(property(rule, 'Destination.Bucket')),
    ),
    ...(typeof key === 'string' && { keyArn: key }),
    ...(typeof copying === 'string' && { roleArn: copying }),
  };
}

function workgroup({ name, properties }: ResolvedResource): Detail {
  const of = (path: string): unknown => property(properties, `WorkGroupConfiguration.${path}`);
  const output = of('ResultConfiguration.OutputLocation');
  const key = of('ResultConfiguration.EncryptionConfiguration.KmsKey');
  return {
    kind: 'workgroup',
    name,
    isEnforced: of('EnforceWorkGroupConfiguration') !== false,
    ...(typeof output === 'string' && { results: s3Arn(output) }),
    ...(typeof key === 'string' && { keyArn: key }),
  };
}

function aliasesOf(keyArn: string, aliases: readonly ResolvedResource[]): readonly string[] {
  return aliases.filter(({ properties }) => properties['TargetKeyId'] === keyArn).map(({ name }) => name);
}

function targets(value: unknown): readonly WorldTarget[] {
  return records(value).map((target) => ({
    arn: String(target['Arn']),
    ...(typeof target['RoleArn'] === 'string' && { roleArn: target['RoleArn'] }),
  }));
}
