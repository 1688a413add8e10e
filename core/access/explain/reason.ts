import type { LfTagPair } from '../lakeformation/grant.ts';
import type { Opening } from '../lakeformation/openings.ts';
import { IAM_ALLOWED_PRINCIPALS } from '../lakeformation/grant.ts';
import type { Subscription } from '../../spec/mesh.ts';
import type { Origin } from '../world/world.ts';
import type { WorldGrant } from '../world/world-lake.ts';
import type { KnownWorld } from './known-world.ts';
import type { ProductTable } from './mesh-access.ts';

/** Because of what columns are read. */
export type Reason = {
  readonly columns: readonly string[];
  /** Row filter as it is written; absent means all rows. */
  readonly rows?: string;
} & (
  | { readonly kind: 'subscription'; readonly subscription: Subscription }
  /** A rule of the platform: a domain's own roles read by tags. */
  | {
      readonly kind: 'declared';
      readonly because: string;
      readonly tags?: readonly LfTagPair[];
      readonly expires?: string;
      readonly origin: Origin;
    }
  /** `IAM_ALLOWED_PRINCIPALS`: whoever IAM lets in. */
  | { readonly kind: 'everybody'; readonly origin?: Origin }
  | { readonly kind: 'creator' }
  /** A grant that no file declares. */
  | { readonly kind: 'undeclared'; readonly origin?: Origin }
  /** IAM alone, past Lake Formation. */
  | { readonly kind: 'files' }
);

export function reasonOf(known: KnownWorld, { table, product }: ProductTable, opening: Opening): Reason {
  const { columns, via } = opening;
  if (via.kind === 'creator') return { kind: 'creator', columns };
  const rows = via.filter?.rows;
  const shown = { columns, ...(rows !== undefined && { rows }) };
  const found = known.lakeOf(table.account)?.grants.find(({ grant }) => grant === via.grant);
  if (via.grant.principal === IAM_ALLOWED_PRINCIPALS) return { ...shown, ...everybody(found) };
  const { resource } = via.grant;
  if (!found?.declaration) return { ...shown, kind: 'undeclared', ...(found && { origin: found.origin }) };
  const { because, expires } = found.declaration;
  const subscription = product.subscriptions.find(({ file }) => file === because);
  if (subscription) return { ...shown, kind: 'subscription', subscription };
  return {
    ...shown,
    kind: 'declared',
    because,
    ...(resource.kind === 'tag-policy' && { tags: resource.expression }),
    ...(expires !== undefined && { expires }),
    origin: found.origin,
  };
}

function everybody(found: WorldGrant | undefined) {
  return { kind: 'everybody', ...(found && { origin: found.origin }) } as const;
}

/** ISO date of the last day; undefined where it does not end. */
export function lastDay(reasons: readonly Reason[]): string | undefined {
  const days = reasons.map((reason) => {
    if (reason.kind === 'subscription') return reason.subscription.expires;
    return reason.kind === 'declared' ? reason.expires : undefined;
  });
  return days.reduce((last, day) => {
    if (last === undefined || day === undefined) return undefined;
    return day > last ? day : last;
  }, days[0]);
}
