import { isWithin } from '../lakeformation/permissions.ts';
import type { World, WorldRole } from '../world/world.ts';
import type { WorldLake, WorldRegistration } from '../world/world-lake.ts';
import type { ResourceOf, WorldResource } from '../world/world-resource.ts';

/** A world whose elements are found by what names them. */
export type KnownWorld = {
  readonly world: World;
  readonly roleOf: (arn: string) => WorldRole | undefined;
  readonly resourceOf: (arn: string) => WorldResource | undefined;
  readonly lakeOf: (account: string) => WorldLake | undefined;
  readonly workgroupsOf: (account: string) => readonly ResourceOf<'workgroup'>[];
  readonly databaseOf: (account: string, name: string) => ResourceOf<'database'> | undefined;
  readonly tableOf: (table: TableName) => ResourceOf<'table'> | undefined;
  /** Databases and tables of an account that stand for another. */
  readonly linksOf: (account: string) => readonly (ResourceOf<'database'> | ResourceOf<'table'>)[];
  readonly registrationOf: (table: ResourceOf<'table'>) => WorldRegistration | undefined;
};

/** Names are Glue's; the account is that whose catalog has the table. */
export type TableName = { readonly account: string; readonly database: string; readonly table: string };

export function knowWorld(world: World): KnownWorld {
  const roles = new Map(world.roles.map((role) => [role.arn, role]));
  const resources = new Map(world.resources.map((resource) => [resource.arn, resource]));
  const ofKind = <K extends WorldResource['kind']>(kind: K): readonly ResourceOf<K>[] =>
    world.resources.filter((resource): resource is ResourceOf<K> => resource.kind === kind);
  const [databases, tables] = [ofKind('database'), ofKind('table')];
  const databaseByName = new Map(databases.map((one) => [`${one.account}/${one.name}`, one]));
  const tableByName = new Map(tables.map((one) => [`${one.account}/${one.database}/${one.name}`, one]));
  const workgroups = Map.groupBy(ofKind('workgroup'), ({ account }) => account);
  const links = Map.groupBy(
    [...databases, ...tables].filter(({ target }) => target !== undefined),
    ({ account }) => account,
  );
  const lakeOf = (account: string) => world.lakes.get(account);
  return {
    world,
    roleOf: (arn) => roles.get(arn),
    resourceOf: (arn) => resources.get(arn),
    lakeOf,
    workgroupsOf: (account) => workgroups.get(account) ?? [],
    databaseOf: (account, name) => databaseByName.get(`${account}/${name}`),
    tableOf: ({ account, database, table }) => tableByName.get(`${account}/${database}/${table}`),
    linksOf: (account) => links.get(account) ?? [],
    registrationOf: ({ account, location }) => closest(lakeOf(account)?.registrations ?? [], location),
  };
}

/** Where several registrations cover a location, the closest one counts. */
function closest(
  registrations: readonly WorldRegistration[],
  location: string | undefined,
): WorldRegistration | undefined {
  if (location === undefined) return undefined;
  return registrations
    .filter((one) => isWithin(location, one.location))
    .toSorted((a, b) => b.location.length - a.location.length)[0];
}
