import { deployerArn } from '../../../naming/names.ts';
import { buildCatalog, CATALOG_TYPES } from '../build-catalog.ts';
import { buildResources } from '../build-resources.ts';
import { buildRoles } from '../build-roles.ts';
import { lakeState } from '../lake-state.ts';
import { resourcePolicies } from '../policies.ts';
import type { ResolvedResource } from '../resolve-stack.ts';
import type { World, WorldUnknown } from '../world.ts';
import type { WorldLake } from '../world-lake.ts';
import type { LiveAccount } from './live-account.ts';
import { liveGrants } from './live-grants.ts';
import { liveOrigins, type LiveStackPath, NO_STACK } from './live-origins.ts';

/**
 * The world as it is in the accounts of a mesh. The same builders read it that read templates; only grants, tags and
 * makers come from Lake Formation and Glue instead of what was declared.
 */
export function buildLiveWorld(accounts: readonly LiveAccount[], pathOf: LiveStackPath): World {
  const each = accounts.map((account) => ({ account, resources: liveOrigins(account, pathOf) }));
  const resources = each.flatMap((one) => one.resources);
  const catalog = buildCatalog(resources, () => undefined);
  const { roles, unknowns } = buildRoles(resources);
  const lakes = each.map((one) => lakeOf(one.account, one.resources));
  return {
    accounts: new Set(accounts.map(({ account }) => account)),
    roles,
    resources: [
      ...buildResources(resources, resourcePolicies(resources)),
      ...catalog.databases,
      ...catalog.tables,
    ],
    lakes: new Map(lakes.map(({ lake }) => [lake.account, lake])),
    unknowns: [...unknowns, ...lakes.flatMap((one) => one.unknowns), ...accounts.flatMap(unread)],
  };
}

function unread({ account, unread: reasons }: LiveAccount): readonly WorldUnknown[] {
  const origin = { stack: `account ${account}`, logicalId: account };
  return reasons.map((what) => ({ what, owner: NO_STACK, origin }));
}

function lakeOf({ account, region, lake }: LiveAccount, resources: readonly ResolvedResource[]) {
  const catalog = buildCatalog(
    resources.filter(({ type }) => CATALOG_TYPES.includes(type)),
    () => undefined,
  );
  const { grants, unknowns } = liveGrants(account, lake, resources);
  const placeOf = (name: string) => {
    const database = resources.find((one) => one.type === 'AWS::Glue::Database' && one.name === name);
    return {
      owner: database?.owner ?? NO_STACK,
      origin: database?.origin ?? { stack: `account ${account}`, logicalId: name },
    };
  };
  const world: WorldLake = {
    account,
    state: lakeState({
      catalogId: account,
      admins: lake.admins,
      grants,
      associations: lake.associations,
      makerOf: (arn) => lake.makers.get(arn) ?? deployerArn(account, region),
      catalog,
    }),
    grants,
    registrations: lake.registrations.map((one) => {
      const bucket = resources.find(
        ({ type, arn }) =>
          type === 'AWS::S3::Bucket' && (one.location === arn || one.location.startsWith(`${arn}/`)),
      );
      const { owner, origin } = bucket ?? placeOf(one.location);
      return { ...one, owner, origin };
    }),
    settings: { stack: `account ${account}`, logicalId: 'settings' },
    ...(lake.opens.length > 0 && { opens: lake.opens }),
  };
  return { lake: world, unknowns };
}
