import { suggest } from '../../core/diagnostics/suggest.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Domain, Mesh, Product, Table } from '../../core/spec/mesh.ts';
import { type AccessReader, readOwner } from './access-reader.ts';

export type FoundTable = {
  readonly mesh: Mesh;
  readonly domain: Domain;
  readonly product: Product;
  readonly table: Table;
};

/** A table as people say it: `<domain>.<table>`, or `<domain>.<product>` where the product has one table. */
export function findTable(reader: AccessReader, text: string): FoundTable {
  const { mesh, domain, products } = findProducts(reader, text);
  const [, name = ''] = text.split('.');
  for (const product of products) {
    const named = product.tables.find((table) => isSame(table.name, name));
    const [only, another] = product.tables;
    const table = named ?? (another === undefined ? only : undefined);
    if (table) return { mesh, domain, product, table };
  }
  const tables = products.flatMap((product) => product.tables.map((table) => `${domain.name}.${table.name}`));
  throw new MeshError(`${text} has several tables`, {
    code: 'UnknownRequest',
    hint: `name one of ${tables.join(', ')}`,
  });
}

/** The products that a text may mean: by its own name, or by that of a table; one that has the table comes first. */
export function findProducts(
  reader: AccessReader,
  text: string,
): { readonly mesh: Mesh; readonly domain: Domain; readonly products: readonly Product[] } {
  const [owner = '', name = ''] = text.split('.');
  const known = reader.domains.find((one) => isSame(one, owner));
  if (known === undefined) throw unknown('domain', owner, reader.domains);
  const mesh = readOwner(reader, known);
  const domain = mesh.domains.find((one) => one.name === known);
  if (!domain) throw unknown('domain', owner, reader.domains);
  const withTable = domain.products.filter(({ tables }) => tables.some((table) => isSame(table.name, name)));
  const named = domain.products.filter((product) => isSame(product.name, name));
  const products = [...new Set([...withTable, ...named])];
  if (products.length > 0) return { mesh, domain, products };
  const names = domain.products.flatMap((product) => product.tables.map((table) => table.name));
  throw unknown('table', name, names);
}

/** Names of SQL have underscores where those of AWS have hyphens. */
const isSame = (one: string, other: string): boolean =>
  one.replaceAll('-', '_') === other.replaceAll('-', '_');

export function unknown(what: string, name: string, known: readonly string[]): MeshError {
  const hint = suggest(name, known);
  return new MeshError(`there is no ${what} "${name}"`, {
    code: 'UnknownRequest',
    ...(hint !== undefined && { hint }),
  });
}
