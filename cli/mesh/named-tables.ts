import { glueTable } from '../../core/naming/names.ts';
import type { Mesh, Product, Table } from '../../core/spec/mesh.ts';

export type NamedTable = { readonly product: Product; readonly table: Table };

/** Tables of products by `<domain>.<table>`, as people write them, each with its name in the catalog. */
export function productTables(mesh: Mesh): ReadonlyMap<string, NamedTable & { readonly physical: string }> {
  return new Map<string, NamedTable & { readonly physical: string }>(
    mesh.domains.flatMap((domain) =>
      domain.products.flatMap((product) =>
        product.tables.map((table) => {
          const name = `${domain.name.replaceAll('-', '_')}.${table.name}`;
          return [name, { product, table, physical: glueTable(table.name, product.major) }] as const;
        }),
      ),
    ),
  );
}

/** The product tables that a statement names, by either name, in its order. */
export function tablesNamedIn(mesh: Mesh, sql: string): readonly NamedTable[] {
  const byName = productTables(mesh);
  const byPhysical = new Map<string, NamedTable>(
    [...byName].map(([name, one]) => [`${name.slice(0, name.indexOf('.'))}.${one.physical}`, one] as const),
  );
  const text = sql.replaceAll(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').replaceAll('"', '');
  const found = new Set<NamedTable>();
  for (const [, domain = '', table = ''] of text.matchAll(/\b(\w+)\s*\.\s*(\w+)\b/g)) {
    const name = `${domain}.${table}`.toLowerCase();
    const named = byName.get(name) ?? byPhysical.get(name);
    if (named) found.add(named);
  }
  return [...found];
}
