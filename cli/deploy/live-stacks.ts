import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import type { BootstrapRole, Place } from '../../core/naming/bootstrap-role.ts';
import { assumeFirst, clientConfig, READING } from './deploy-role.ts';
import type { DeployTarget } from './deploy-target.ts';
import { mapBounded } from './map-bounded.ts';

/** A stack that is deployed and bears the tags of this mesh and environment. */
export type LiveStack = Place & {
  readonly name: string;
  readonly id: string;
  readonly domain: string;
  readonly status: string;
};

const ACCOUNTS_CONCURRENCY_MAX = 4;
/** 100 stacks a page: an account has at most some thousands. */
const PAGES_MAX = 50;

/** The stacks of a mesh in some accounts, whether a file declares them or not. */
export async function liveStacks(
  target: DeployTarget,
  mesh: string,
  places: readonly Place[],
): Promise<readonly LiveStack[]> {
  const distinct = new Map(places.map((place) => [`${place.account}/${place.region}`, place]));
  const found = await mapBounded(
    [...distinct.values()],
    ACCOUNTS_CONCURRENCY_MAX,
    async ({ account, region }) =>
      (await stacksIn(target, { account, region })).flatMap((stack) => {
        const tags = new Map((stack.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
        const isOurs = tags.get('mesh') === mesh && tags.get('environment') === target.environment.name;
        if (!isOurs || stack.StackStatus === 'DELETE_COMPLETE') return [];
        return [
          {
            account,
            region,
            name: stack.StackName ?? '',
            id: stack.StackId ?? '',
            domain: tags.get('domain') ?? '',
            status: stack.StackStatus ?? '',
          },
        ];
      }),
  );
  return found.flat();
}

/** CloudFormation as the bootstrap's deploy role; reading, as its lookup role where only that can be assumed. */
export async function cloudFormation(
  target: DeployTarget,
  place: Place,
  roles: readonly BootstrapRole[] = ['deploy'],
): Promise<CloudFormationClient> {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const as = await assumeFirst(target, roles, place);
  return new CloudFormationClient(clientConfig(target, place.region, as));
}

async function stacksIn(target: DeployTarget, place: Place): Promise<readonly Stack[]> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = await cloudFormation(target, place, READING);
  const stacks: Stack[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await client.send(new DescribeStacksCommand(NextToken === undefined ? {} : { NextToken }));
    stacks.push(...(answer.Stacks ?? []));
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return stacks;
}
