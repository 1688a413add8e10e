import { nearest, suggest } from '../diagnostics/suggest.ts';
import { glueDatabase } from '../naming/names.ts';
import type { Table, Upstream } from '../spec/mesh.ts';

export type CatalogEntry = { readonly upstream: Upstream; readonly table: Table };

/** Every table of every product, as SQL names them: `domain.table`. */
export class ProductCatalog {
  readonly #entries = new Map<string, CatalogEntry>();
  readonly #databases = new Set<string>();
  readonly #tables = new Map<string, string[]>();
  readonly #partial = new Set<string>();

  add(entry: CatalogEntry): void {
    const database = glueDatabase(entry.upstream.domain, 'products');
    this.#databases.add(database);
    const name = `${database}.${entry.table.name}`;
    this.#entries.set(name, entry);
    this.#tables.set(entry.table.name, [...(this.#tables.get(entry.table.name) ?? []), name]);
  }

  /** A contract of the domain cannot be read, so that an unknown table may be one of its own. */
  markPartial(domain: string): void {
    this.#partial.add(glueDatabase(domain, 'products'));
  }

  isPartial(domain: string): boolean {
    return this.#partial.has(glueDatabase(domain, 'products'));
  }

  /** SQL may write a domain's hyphens as they are, in quotes, or as underscores. */
  find(domain: string, table: string): CatalogEntry | undefined {
    return this.#entries.get(`${glueDatabase(domain, 'products')}.${table}`);
  }

  suggestFor(domain: string, table: string): string | undefined {
    const database = glueDatabase(domain, 'products');
    if (!this.#databases.has(database)) {
      const meant = nearest(database, this.#databases);
      return meant === undefined ? suggest(domain, this.#databases) : `did you mean "${meant}.${table}"?`;
    }
    const names = [...this.#entries.keys()].filter((name) => name.startsWith(`${database}.`));
    return suggest(`${database}.${table}`, names);
  }

  /** `domain.table` of a table that is named without its domain. */
  ownersOf(table: string): readonly string[] {
    return this.#tables.get(table) ?? [];
  }
}
