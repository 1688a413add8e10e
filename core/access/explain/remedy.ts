import type { Subscription } from '../../spec/mesh.ts';
import { STANDARD_ROLES } from '../../spec/resolve-subscription.ts';
import type { AccessExplanation } from './explain-access.ts';
import { commandFor } from './command-for.ts';
import { explainAccess } from './explain-access.ts';
import type { MeshAccess, Principal, ProductTable } from './mesh-access.ts';

/** What would allow it: who is to do what. */
export type Remedy =
  /** A request that the owner decides; `instead` is the file that it would change. */
  | {
      readonly kind: 'request';
      readonly command: string;
      readonly decidedBy: string;
      readonly instead?: Subscription;
    }
  /** It was asked for, and waits. */
  | {
      readonly kind: 'approve';
      readonly command: string;
      readonly decidedBy: string;
      readonly waiting: Subscription;
    }
  /** Requests give nothing to this role; these of its domain read what was asked about. */
  | { readonly kind: 'ask-as'; readonly why: 'own-product' | 'machine'; readonly readers: readonly string[] }
  /** The subscription is there; what the platform makes of it was changed. */
  | { readonly kind: 'mend'; readonly subscription?: Subscription };

export type Denied = {
  readonly explanation: AccessExplanation;
  /** Absent where the whole table is denied. */
  readonly column?: string;
};

/** What would let the principal read the table, or the column of it. */
export function remedyFor(access: MeshAccess, denied: Denied): Remedy {
  const { principal, target } = denied.explanation;
  const { product } = target;
  const readers = () => readersOf(access, denied);
  if (!isGrantable(access, principal)) return { kind: 'ask-as', why: 'machine', readers: readers() };
  if (product.domain === principal.domain) return ownProduct(denied, readers);
  const decidedBy = ownerOf(access, target);
  const own = [...product.subscriptions, ...product.dormant].filter((one) => isFor(one, principal, target));
  const pending = own.find(({ state }) => state === 'pending');
  if (pending && asksFor(pending, denied.column)) {
    return { kind: 'approve', command: `bin/mesh approve ${pending.file}`, decidedBy, waiting: pending };
  }
  const live = own.find(({ state }) => state === 'live');
  if (live && asksFor(live, denied.column)) return { kind: 'mend', subscription: live };
  const instead = live ?? pending ?? own[0];
  const command = commandFor(denied, instead);
  return { kind: 'request', command, decidedBy, ...(instead && { instead }) };
}

/** A domain's own roles read by tags, and need no subscription; one that has no such grant gets none by request. */
function ownProduct({ explanation }: Denied, readers: () => readonly string[]): Remedy {
  const isGranted = explanation.paths.lake?.access.kind === 'allowed';
  return isGranted ? { kind: 'mend' } : { kind: 'ask-as', why: 'own-product', readers: readers() };
}

function isGrantable({ mesh }: MeshAccess, { name, domain }: Principal): boolean {
  const own = mesh.domains.find((one) => one.name === domain)?.roles ?? [];
  return [...STANDARD_ROLES, ...own.map((role) => role.name)].includes(roleName(name, domain));
}

/** `analyst` of `insight-analyst` */
export const roleName = (principal: string, domain: string): string => principal.slice(domain.length + 1);

function isFor(subscription: Subscription, { name, domain }: Principal, { spec }: ProductTable): boolean {
  const { consumer, roles, table } = subscription;
  return consumer === domain && table === spec.name && roles.includes(roleName(name, domain));
}

const asksFor = ({ columns }: Subscription, column: string | undefined): boolean =>
  column === undefined || columns.includes(column);

function ownerOf({ mesh }: MeshAccess, { product }: ProductTable): string {
  return mesh.domains.find(({ name }) => name === product.domain)?.owner.email ?? product.domain;
}

/** People's roles of the same domain that read it. */
function readersOf(access: MeshAccess, { explanation, column }: Denied): readonly string[] {
  const { principal, target } = explanation;
  return access.principals
    .filter(({ domain, isReader }) => domain === principal.domain && isReader)
    .filter((one) =>
      explainAccess(access, one, target).columns.some(
        ({ name, isRead }) => isRead && (column === undefined || name === column),
      ),
    )
    .map(({ name }) => name);
}
