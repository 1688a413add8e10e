import { glueDatabase, glueTable } from '../../naming/names.ts';
import type { Environment, Mesh, Product, Table } from '../../spec/mesh.ts';
import type { World, WorldRole } from '../world/world.ts';
import type { ResourceOf } from '../world/world-resource.ts';
import { type KnownWorld, knowWorld } from './known-world.ts';

/** A world in the words of its mesh: roles and tables as people say them. */
export type MeshAccess = {
  readonly known: KnownWorld;
  readonly mesh: Mesh;
  readonly environment: Environment;
  readonly principals: readonly Principal[];
  readonly tables: readonly ProductTable[];
};

export type Principal = {
  /** `insight-analyst` */
  readonly name: string;
  readonly domain: string;
  readonly role: WorldRole;
  /** Whether it has a workgroup of its own: people's roles and pipelines. */
  readonly isReader: boolean;
};

export type ProductTable = {
  /** `safety.strikes`; an older major that is still served beside the newest is `safety.strikes_v1`. */
  readonly name: string;
  readonly product: Product;
  readonly spec: Table;
  readonly table: ResourceOf<'table'>;
};

export function meshAccess(world: World, mesh: Mesh, environment: Environment): MeshAccess {
  const known = knowWorld(world);
  const prefix = `${mesh.name}-${environment.name}-`;
  const principals = world.roles.map(
    (role): Principal => ({
      name: role.name.startsWith(prefix) ? role.name.slice(prefix.length) : role.name,
      domain: role.owner,
      role,
      isReader: known.workgroupsOf(role.account).some(({ name }) => name === role.name),
    }),
  );
  const tables = mesh.domains.flatMap(({ accounts, products }) =>
    products.flatMap((product) => tablesOf(known, product, accounts[environment.name])),
  );
  return { known, mesh, environment, principals, tables: tables.map((one) => withMajor(one, tables)) };
}

/** Tables that the assembly has: one of another domain need not be in it. */
function tablesOf(known: KnownWorld, product: Product, account: string | undefined): readonly ProductTable[] {
  if (account === undefined) return [];
  return product.tables.flatMap((spec) => {
    const table = known.tableOf({
      account,
      database: glueDatabase(product.domain, 'products'),
      table: glueTable(spec.name, product.major),
    });
    return table ? [{ name: `${product.domain}.${spec.name}`, product, spec, table }] : [];
  });
}

function withMajor(one: ProductTable, all: readonly ProductTable[]): ProductTable {
  const isOld = all.some(({ name, product }) => name === one.name && product.major > one.product.major);
  return isOld ? { ...one, name: `${one.product.domain}.${one.table.name}` } : one;
}
