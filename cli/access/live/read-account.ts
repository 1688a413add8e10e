import type { LiveAccount, LiveResource } from '../../../core/access/world/live/live-account.ts';
import { assumeBootstrapRole, clientConfig } from '../../deploy/deploy-role.ts';
import type { DeployTarget } from '../../deploy/deploy-target.ts';
import { bootstrapRoleArn, type Place } from '../../../core/naming/bootstrap-role.ts';
import { readCatalog } from './read-catalog.ts';
import { readFunctions, readStateMachines, readWorkgroups } from './read-compute.ts';
import { readIdentity } from './read-identity.ts';
import { readLake } from './read-lake.ts';
import { readEvents, readQueues, readSchedules, readTopics } from './read-messaging.ts';
import { readStacks } from './read-stacks.ts';
import { readBuckets, readKeys } from './read-storage.ts';
import { readItemTables, readLogGroups, readSecrets } from './read-stores.ts';
import type { Reader, ReaderConfig } from './reader.ts';

/** Beside the catalog, the lake and the stacks, which need each other. */
const READERS: Readonly<Record<string, Reader>> = {
  roles: readIdentity,
  buckets: readBuckets,
  keys: readKeys,
  functions: readFunctions,
  'state machines': readStateMachines,
  workgroups: readWorkgroups,
  buses: readEvents,
  schedules: readSchedules,
  topics: readTopics,
  queues: readQueues,
  'DynamoDB tables': readItemTables,
  secrets: readSecrets,
  'log groups': readLogGroups,
};

/** Reads one account as the bootstrap's lookup role, which changes nothing and reads no data. */
export async function readAccount(target: DeployTarget, place: Place): Promise<LiveAccount> {
  const credentials = await assumeBootstrapRole(target, 'lookup', place);
  const config = { ...place, client: clientConfig(target, place.region, credentials) };
  const [catalog, { made, resources }, ...read] = await Promise.all([
    readCatalog(config),
    readStacks(config),
    ...Object.entries(READERS).map(async ([what, reader]) => await attempted(what, reader, config)),
  ]);
  const lake = await readLake(config, catalog);
  return {
    ...place,
    resources: [...resources, ...catalog.resources, ...read.flatMap((one) => one.resources)],
    lake,
    stacks: made,
    unread: [
      ...catalog.unread,
      ...read.flatMap(({ refused }) => (refused === undefined ? [] : [refused])),
      ...onlooker(lake.admins, lake.readOnlyAdmins, bootstrapRoleArn('lookup', place)),
    ],
  };
}

type Attempt = { readonly resources: readonly LiveResource[]; readonly refused?: string };

/** What cannot be read is said, and counts as reachable. */
async function attempted(what: string, read: Reader, config: ReaderConfig): Promise<Attempt> {
  try {
    return { resources: await read(config) };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { resources: [], refused: `the ${what} of account ${config.account} cannot be read: ${why}` };
  }
}

/** Lake Formation shows all databases and grants to its administrators alone. */
function onlooker(
  admins: readonly string[],
  readOnly: readonly string[],
  ...[reader]: readonly [string]
): readonly string[] {
  if (admins.includes(reader) || readOnly.includes(reader)) return [];
  return [
    `${reader} is no administrator of the lake, not even a read-only one, so that grants may be hidden from it`,
  ];
}
