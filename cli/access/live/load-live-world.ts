import { buildLiveWorld } from '../../../core/access/world/live/build-live-world.ts';
import type { World } from '../../../core/access/world/world.ts';
import { type NameScope, stackName } from '../../../core/naming/names.ts';
import type { Mesh } from '../../../core/spec/mesh.ts';
import { accountsOf } from '../../deploy/bootstrap-accounts.ts';
import type { DeployTarget } from '../../deploy/deploy-target.ts';
import { mapBounded } from '../../deploy/map-bounded.ts';
import { accountIn } from '../../mesh/environment.ts';
import { readAccount } from './read-account.ts';

const ACCOUNTS_CONCURRENCY_MAX = 4;
const PLATFORM = 'platform';

/** The world as it is in every account of the environment. */
export async function loadLiveWorld(mesh: Mesh, target: DeployTarget): Promise<World> {
  const { environment } = target;
  const { region } = environment;
  const accounts = await mapBounded(
    accountsOf(mesh, environment),
    ACCOUNTS_CONCURRENCY_MAX,
    async (account) => await readAccount(target, { account, region }),
  );
  const paths = stackPaths(mesh, target);
  return buildLiveWorld(accounts, (stack, account) => paths.get(`${account}/${stack}`) ?? []);
}

/** Construct paths by account and name of the stack; an account's foundation is that of all its domains. */
function stackPaths(mesh: Mesh, { environment }: DeployTarget): ReadonlyMap<string, readonly string[]> {
  const scope: NameScope = { mesh: mesh.name, environment: environment.name, region: environment.region };
  const stacks = [
    {
      domain: PLATFORM,
      account: environment.platformAccount,
      id: 'Platform',
      name: stackName(scope, PLATFORM),
    },
    {
      domain: PLATFORM,
      account: environment.platformAccount,
      id: 'Foundation',
      name: stackName(scope, 'foundation'),
    },
    ...mesh.domains.flatMap(({ name: domain, products }) => {
      const account = accountIn(mesh, environment.name, domain);
      const own = { domain, account };
      return [
        { ...own, id: 'Foundation', name: stackName(scope, 'foundation') },
        { ...own, id: 'Namespace', name: stackName(scope, domain, 'namespace') },
        ...products.map(({ name, major }) => ({
          ...own,
          id: `${name}-v${major}`,
          name: stackName(scope, domain, name, `v${major}`),
        })),
      ];
    }),
  ];
  const grouped = Map.groupBy(stacks, ({ account, name }) => `${account}/${name}`);
  return new Map([...grouped].map(([key, all]) => [key, all.map(({ domain, id }) => `${domain}/${id}`)]));
}
