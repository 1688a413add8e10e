import { join } from 'node:path';
import { Cloud } from '../../sandbox/cloud/cloud.ts';
import { Store } from '../../sandbox/cloud/store.ts';
import { registerServices } from '../../sandbox/register-services.ts';

export type Place = { readonly accountId: string; readonly region: string };

type Item = Readonly<Record<string, unknown>>;

/** How each service is asked for what it holds: the operation, its list, and what an item is called by. */
const QUESTIONS: readonly (readonly [
  service: string,
  operation: string,
  list: string,
  id: string,
  input?: object,
])[] = [
  ['application-signals', 'ListServiceLevelObjectives', 'SloSummaries', 'Name'],
  ['athena', 'ListWorkGroups', 'WorkGroups', 'Name'],
  ['dynamodb', 'ListTables', 'TableNames', ''],
  ['events', 'ListEventBuses', 'EventBuses', 'Name'],
  ['events', 'ListRules', 'Rules', 'Name'],
  ['iam', 'ListRoles', 'Roles', 'RoleName'],
  ['kms', 'ListAliases', 'Aliases', 'AliasName'],
  ['kms', 'ListKeys', 'Keys', 'KeyId'],
  ['lakeformation', 'ListLFTags', 'LFTags', 'TagKey'],
  ['lakeformation', 'ListResources', 'ResourceInfoList', 'ResourceArn'],
  ['lambda', 'ListFunctions', 'Functions', 'FunctionName'],
  ['logs', 'DescribeLogGroups', 'logGroups', 'logGroupName'],
  ['monitoring', 'DescribeAlarms', 'MetricAlarms', 'AlarmName'],
  ['monitoring', 'ListDashboards', 'DashboardEntries', 'DashboardName'],
  ['s3', 'ListBuckets', 'Buckets', 'Name'],
  ['scheduler', 'ListScheduleGroups', 'ScheduleGroups', 'Name'],
  ['scheduler', 'ListSchedules', 'Schedules', 'Name'],
  ['secretsmanager', 'ListSecrets', 'SecretList', 'ARN'],
  ['sns', 'ListTopics', 'Topics', 'TopicArn'],
  ['sqs', 'ListQueues', 'QueueUrls', ''],
  ['ssm', 'GetParametersByPath', 'Parameters', 'Name', { Path: '/', Recursive: true }],
  ['states', 'ListStateMachines', 'stateMachines', 'stateMachineArn'],
];

/** What every account has, and what its bootstrap makes. */
const ALWAYS = /^(cdk-|\/cdk-bootstrap\/|alias\/aws\/|default$|primary$)/;

/** Everything that the services of some accounts hold, by asking each of them. */
export async function whatIsThere(root: string, places: readonly Place[]): Promise<readonly string[]> {
  const directory = join(root, '.mesh');
  const store = new Store(join(directory, 'state.sqlite'));
  const cloud = new Cloud({ store, directory, clock: () => new Date(), authorize: () => undefined });
  registerServices(cloud);
  try {
    const asked = places.map(async (place) => await inPlace(cloud, place));
    return [...(await Promise.all(asked)).flat(), ...catalogs(store)].sort();
  } finally {
    for (const service of cloud.services()) await service.stop?.();
    store.close();
  }
}

async function inPlace(cloud: Cloud, place: Place): Promise<readonly string[]> {
  const caller = { ...place, principal: { kind: 'root' as const } };
  const found: string[] = [];
  for (const [service, operation, list, id, input = {}] of QUESTIONS) {
    // Each operation answers a list by the name that stands beside it.
    const answer = (await cloud.dispatch(caller, service, operation, input)) as Item;
    const items = (answer[list] ?? []) as readonly unknown[];
    for (const item of items) {
      const name = String(id === '' ? item : (item as Item)[id]);
      if (ALWAYS.test(name) || (list === 'Keys' && (await isGoing(cloud, caller, name)))) continue;
      found.push(`${service} ${name}`);
    }
  }
  return found;
}

/** A key is deleted after days of waiting only. */
async function isGoing(cloud: Cloud, caller: Parameters<Cloud['dispatch']>[0], KeyId: string) {
  const answer = (await cloud.dispatch(caller, 'kms', 'DescribeKey', { KeyId })) as Item;
  return (answer['KeyMetadata'] as Item)['KeyState'] === 'PendingDeletion';
}

/** Lake Formation hides catalogs from who was granted nothing, so they are counted where they are kept. */
function catalogs(store: Store): readonly string[] {
  return ['glue.database', 'glue.table'].flatMap((name) =>
    store
      .collection<unknown>(name)
      .listAll()
      .map(({ key }) => `${name} ${key}`),
  );
}
