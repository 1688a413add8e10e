import { suggest } from '../../core/diagnostics/suggest.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Domain, Mesh, Product, Subscription } from '../../core/spec/mesh.ts';
import { STANDARD_ROLES } from '../../core/spec/resolve-subscription.ts';
import { waitsFor } from '../../core/spec/describe-state.ts';
import { SUBSCRIPTION_STATES, type SubscriptionState } from '../../core/spec/subscription-state.ts';
import { type AccessReader, openAccess, readOwner } from '../access/access-reader.ts';
import { findProducts } from '../access/find-table.ts';

export type GrantQuery = {
  /** `<domain>.<product>`, or a domain. */
  readonly product?: string;
  /** `<domain>-<role>`, or a consuming domain. */
  readonly principal?: string;
  /** Only what is live and ends within so many days. */
  readonly expiringDays?: number;
  readonly now: Date;
};

export type DeclaredAccess = {
  /** `<domain>.<table>` */
  readonly table: string;
  readonly product: string;
  readonly consumer: string;
  /** `<domain>-<role>` */
  readonly principals: readonly string[];
  readonly state: SubscriptionState;
  /** Column names; `columnsOfTable` is how many the table has. */
  readonly columns: readonly string[];
  readonly columnsOfTable: number;
  readonly rows?: string;
  readonly classification: string | null;
  readonly purpose: string;
  readonly expires: string;
  /** Until the last day, which counts; negative when it is over. */
  readonly daysLeft: number;
  readonly requestedBy?: string;
  readonly approvedBy: readonly string[];
  /** What is still to be done, or who ended it and why. */
  readonly note?: string;
  readonly file: string;
};

const DAY_MILLISECONDS = 86_400_000;

/** What the access files of a mesh declare, in every state, from the files alone. */
export async function grants(root: string, query: GrantQuery): Promise<readonly DeclaredAccess[]> {
  const reader = await openAccess(root, query.now);
  // The mesh as a whole may be invalid, and often is because of a request that waits.
  const { mesh } = reader.read({});
  const domains = mesh?.domains ?? reader.domains.flatMap((name) => ownDomain(readOwner(reader, name), name));
  checkPrincipal(query.principal, domains);
  const { product, principal, expiringDays } = query;
  const products = product === undefined ? undefined : productsNamed(reader, product);
  return domains
    .flatMap((domain) => domain.products)
    .filter(({ id, domain }) => products === undefined || products.has(id) || products.has(domain))
    .flatMap((one) => declaredIn(one, query.now))
    .filter((one) => principal === undefined || isOf(one, principal))
    .filter((one) => expiringDays === undefined || endsWithin(one, expiringDays))
    .toSorted(expiringDays === undefined ? byTable : byEnd);
}

const ownDomain = (mesh: Mesh, name: string): readonly Domain[] =>
  mesh.domains.filter((domain) => domain.name === name);

/** Ids of products, or the name of a domain. */
function productsNamed(reader: AccessReader, text: string): ReadonlySet<string> {
  if (reader.domains.includes(text)) return new Set([text]);
  return new Set(findProducts(reader, text).products.map(({ id }) => id));
}

function checkPrincipal(principal: string | undefined, domains: readonly Domain[]): void {
  const known = domains.flatMap(({ name, roles }) => [
    name,
    ...[...STANDARD_ROLES, ...roles.map((role) => role.name)].map((role) => `${name}-${role}`),
  ]);
  if (principal === undefined || known.includes(principal)) return;
  const hint = suggest(principal, known);
  throw new MeshError(`there is no principal "${principal}"`, {
    code: 'UnknownPrincipal',
    ...(hint !== undefined && { hint }),
  });
}

function declaredIn(product: Product, now: Date): DeclaredAccess[] {
  return [...product.subscriptions, ...product.dormant].map((subscription) => {
    const { consumer, roles, columns, rows, classification, purpose, expires, state, file } = subscription;
    const note = noteOn(subscription);
    return {
      table: `${product.domain}.${subscription.table}`,
      product: product.id,
      consumer,
      principals: roles.map((role) => `${consumer}-${role}`),
      state,
      columns,
      classification,
      purpose,
      expires,
      file,
      columnsOfTable: product.tables.find(({ name }) => name === subscription.table)?.columns.length ?? 0,
      ...(rows !== undefined && { rows }),
      daysLeft: Math.floor((Date.parse(expires) - Date.parse(dayOf(now))) / DAY_MILLISECONDS),
      ...(subscription.requestedBy !== undefined && { requestedBy: subscription.requestedBy }),
      approvedBy: subscription.approvedBy,
      ...(note !== undefined && { note }),
    };
  });
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 'yyyy-mm-dd'.length);

function noteOn(subscription: Subscription): string | undefined {
  const { state, approvedBy } = subscription;
  const decision = subscription.denied ?? subscription.revoked;
  if (decision !== undefined) return `by ${decision.by} on ${decision.on}: ${decision.reason}`;
  if (state === 'pending') return waitsFor(subscription);
  return state === 'live' && approvedBy.length === 0 ? 'needs no approval' : undefined;
}

const isOf = ({ principals, consumer }: DeclaredAccess, principal: string): boolean =>
  consumer === principal || principals.includes(principal);

const endsWithin = ({ state, daysLeft }: DeclaredAccess, days: number): boolean =>
  state === 'live' && daysLeft <= days;

function byTable(one: DeclaredAccess, other: DeclaredAccess): number {
  return compare(keyOf(one), keyOf(other));
}

const byEnd = (one: DeclaredAccess, other: DeclaredAccess): number =>
  one.daysLeft - other.daysLeft || byTable(one, other);

const keyOf = ({ table, consumer, state, file }: DeclaredAccess): string =>
  [table, consumer, SUBSCRIPTION_STATES.indexOf(state), file].join(' ');

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
