import type { GlueClient } from '@aws-sdk/client-glue';
import { glueDatabase, glueTable, SNAPSHOT_PARAMETER } from '../../core/naming/names.ts';
import type { Environment, Mesh, Product, ProductId } from '../../core/spec/mesh.ts';
import { assumeRole, type Connection, glueClient } from './clients.ts';
import { findPrincipal } from './principal.ts';
import type { ProductRecords } from './product-state.ts';

/** Compares what registries say with what readers find: a table may have been dropped, or made again and be empty. */
export class ShownTables {
  readonly #connection: Connection;
  readonly #mesh: Mesh;
  readonly #environment: Environment;
  /** By domain: its analyst sees its products. */
  readonly #clients = new Map<string, Promise<GlueClient>>();

  constructor(connection: Connection, mesh: Mesh, environment: Environment) {
    this.#connection = connection;
    this.#mesh = mesh;
    this.#environment = environment;
  }

  /** Published products of which a table shows no snapshot. */
  async emptied(
    products: readonly Product[],
    records: ReadonlyMap<ProductId, ProductRecords>,
  ): Promise<ReadonlySet<ProductId>> {
    const published = products.filter(({ id }) => records.get(id)?.head !== undefined);
    const found = published.map(async (product) => ((await this.#showsAll(product)) ? [] : [product.id]));
    return new Set((await Promise.all(found)).flat());
  }

  async #showsAll(product: Product): Promise<boolean> {
    const shown = product.tables.map(async ({ name }) => await this.#shows(product, name));
    return (await Promise.all(shown)).every((one) => one);
  }

  async #shows(product: Product, table: string): Promise<boolean> {
    const { GetTableCommand } = await import('@aws-sdk/client-glue');
    const client = await this.#client(product.domain);
    const at = {
      DatabaseName: glueDatabase(product.domain, 'products'),
      Name: glueTable(table, product.major),
    };
    try {
      const { Table } = await client.send(new GetTableCommand(at));
      return Table?.Parameters?.[SNAPSHOT_PARAMETER] !== undefined;
    } catch (error) {
      if (error instanceof Error && error.name === 'EntityNotFoundException') return false;
      throw error;
    }
  }

  #client(domain: string): Promise<GlueClient> {
    const client = this.#clients.get(domain) ?? this.#asAnalyst(domain);
    this.#clients.set(domain, client);
    return client;
  }

  async #asAnalyst(domain: string): Promise<GlueClient> {
    const analyst = findPrincipal(this.#mesh, this.#environment.name, `${domain}-analyst`);
    return await glueClient(this.#connection, await assumeRole(this.#connection, analyst));
  }
}
