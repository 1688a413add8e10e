import { STANDARD_ROLES } from '../../spec/resolve-subscription.ts';
import type { Product, Subscription, Table } from '../../spec/mesh.ts';
import type { SubscriptionState } from '../../spec/subscription-state.ts';

export type RequestingRole = { readonly domain: string; readonly role: string };

/** What a role does not see of a table, by the files that decide it. */
export type Withheld = {
  /** `<domain>.<table>`, as people write it. */
  readonly table: string;
  /** Names of the columns that no file gives the role; all of them where it reads nothing of the table. */
  readonly columns: readonly string[];
  readonly isWhole: boolean;
  /** The rows that it is limited to; absent where it reads all or none. */
  readonly rows?: string;
  /** The live files that give it what it sees. */
  readonly files: readonly string[];
  /** A file that would give something and does not: it waits, was refused, or has ended. */
  readonly dormant?: { readonly file: string; readonly state: SubscriptionState };
  /** The directory in which such files are. */
  readonly directory: string;
  readonly request: WiderRequest;
};

/** What the present file has, and a request that replaces it must name. */
export type WiderRequest = {
  readonly roles: readonly string[];
  readonly replaces: boolean;
  /** In the table's order. */
  readonly columns: readonly string[];
  readonly purpose?: string;
};

/** Nothing, where a domain's own role reads the table whole or the files give all of it. */
export function withheldFrom(
  { domain, role }: RequestingRole,
  product: Product,
  table: Table,
): Withheld | undefined {
  if (product.domain === domain && STANDARD_ROLES.includes(role)) return undefined;
  const isMine = (one: Subscription): boolean =>
    one.consumer === domain && one.table === table.name && one.roles.includes(role);
  const live = product.subscriptions.filter(isMine);
  const seen = new Set(live.flatMap(({ columns }) => columns));
  const columns = table.columns.map(({ name }) => name).filter((name) => !seen.has(name));
  const rows = rowsOf(live);
  if (columns.length === 0 && rows === undefined) return undefined;
  const dormant = product.dormant.find(isMine);
  const [first] = live;
  return {
    table: `${product.domain.replaceAll('-', '_')}.${table.name}`,
    columns,
    isWhole: live.length === 0,
    ...(rows !== undefined && { rows }),
    files: live.map(({ file }) => file),
    ...(dormant && { dormant: { file: dormant.file, state: dormant.state } }),
    directory: `${product.directory}/access`,
    request: {
      roles: first?.roles ?? [role],
      replaces: first !== undefined,
      columns: first?.columns ?? [],
      ...(first && { purpose: first.purpose }),
    },
  };
}

/** Rows of several files are read together; one without a filter gives all. */
function rowsOf(live: readonly Subscription[]): string | undefined {
  const filters: string[] = [];
  for (const { rows } of live) {
    if (rows === undefined) return undefined;
    filters.push(rows);
  }
  const distinct = [...new Set(filters)];
  if (distinct.length <= 1) return distinct[0];
  return distinct.map((filter) => `(${filter})`).join(' OR ');
}
