import { suggest } from '../diagnostics/suggest.ts';
import { glueDatabase } from '../naming/names.ts';
import type { Table, Upstream } from '../spec/mesh.ts';

export type CatalogEntry = { readonly upstream: Upstream; readonly table: Table };

/** Every table of every product, as SQL names them: `domain.table`. */
export class ProductCatalog {
  readonly #entries = new Map<string, CatalogEntry>();
  readonly #databases = new Set<string>();

  add(entry: CatalogEntry): void {
    const database = glueDatabase(entry.upstream.domain, 'products');
    this.#databases.add(database);
    this.#entries.set(`${database}.${entry.table.name}`, entry);
  }

  /** SQL may write a domain's hyphens as they are, in quotes, or as underscores. */
  find(domain: string, table: string): CatalogEntry | undefined {
    return this.#entries.get(`${glueDatabase(domain, 'products')}.${table}`);
  }

  suggestFor(domain: string, table: string): string | undefined {
    const database = glueDatabase(domain, 'products');
    if (!this.#databases.has(database)) return suggest(domain, this.#databases);
    const names = [...this.#entries.keys()].filter((name) => name.startsWith(`${database}.`));
    return suggest(`${database}.${table}`, names);
  }

  /** `domain.table` of a table that is named without its domain. */
  ownersOf(table: string): string[] {
    return [...this.#entries.keys()].filter((name) => name.endsWith(`.${table}`));
  }
}
