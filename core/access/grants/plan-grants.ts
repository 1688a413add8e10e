import {
  type DataCellsFilter,
  type Grant,
  IAM_ALLOWED_PRINCIPALS,
  type Permission,
  resourceKey,
} from '../lakeformation/grant.ts';
import type { GrantDeclaration } from './declaration.ts';
import { type DeclaredGrant, declaredGrant, FILTER_PREFIX, isLive } from './declared-grant.ts';
import type { Governs } from './governed.ts';

/** What is there, as Lake Formation lists it. */
export type ActualGrants = {
  readonly grants: readonly Grant[];
  readonly filters: readonly DataCellsFilter[];
};

/** What takes the actual to the declared, in the order in which it must be done: never a gap. */
export type GrantPlan = {
  readonly createFilters: readonly DataCellsFilter[];
  /** Filters of ours whose content somebody changed. */
  readonly mendFilters: readonly DataCellsFilter[];
  readonly grants: readonly PlannedGrant[];
  readonly revokes: readonly PlannedRevoke[];
  readonly deleteFilters: readonly DataCellsFilter[];
};

export type PlannedGrant = {
  readonly grant: Grant;
  readonly because: string;
  /** Last day of a subscription's grant. */
  readonly expires?: string;
};

/** `unshared`: on a link behind which nothing is shared any more. */
export type RevokeReason = 'expired' | 'undeclared' | 'unshared';

/** `grant` is exactly what is taken away: granting it again undoes the revocation. */
export type PlannedRevoke = { readonly grant: Grant; readonly reason: RevokeReason };

export type PlanRequest = {
  readonly declared: readonly GrantDeclaration[];
  /** What an earlier declaration asked for, also outside of what is governed (a resource link). */
  readonly withdrawn?: readonly GrantDeclaration[];
  /** Declared, and not wanted as things are: grants on links that lead nowhere. */
  readonly lapsed?: readonly GrantDeclaration[];
  readonly actual: ActualGrants;
  readonly governs: Governs;
  readonly now: Date;
  /** Principals to whom Lake Formation itself grants all, with the grant option, on what they create. */
  readonly creators: readonly string[];
};

/** Compares what is declared with what is there. Pure: the same inputs give the same plan. */
export function planGrants(request: PlanRequest): GrantPlan {
  const { declared, actual, governs, now } = request;
  const all = declared.map(declaredGrant);
  const lapsed = (request.lapsed ?? []).map(declaredGrant);
  const live = all.filter(({ declaration }) => isLive(declaration, now));
  const desired = byKey(live.map(({ grant }) => grant));
  const mentioned = new Set(
    [...all, ...lapsed, ...(request.withdrawn ?? []).map(declaredGrant)].map(({ grant }) => keyOf(grant)),
  );
  const held = byKey(
    actual.grants.filter(
      (grant) =>
        !isCreators(grant, request.creators) &&
        (governs(grant.resource, grant.principal) || mentioned.has(keyOf(grant))),
    ),
  );
  const asked = new Map(live.map(({ grant, declaration }) => [keyOf(grant), declaration]));
  const reasons = new Map<string, RevokeReason>([
    ...lapsed.map(({ grant }) => [keyOf(grant), 'unshared'] as const),
    ...all.filter((one) => !live.includes(one)).map(({ grant }) => [keyOf(grant), 'expired'] as const),
  ]);
  return {
    ...planFilters(live, actual.filters, governs),
    grants: missing(desired, held).map((grant) => plannedGrant(grant, asked.get(keyOf(grant)))),
    revokes: excess(desired, held).map((grant) => ({
      grant,
      reason: reasons.get(keyOf(grant)) ?? 'undeclared',
    })),
  };
}

function plannedGrant(grant: Grant, declaration: GrantDeclaration | undefined): PlannedGrant {
  const expires = declaration?.expires;
  return { grant, because: declaration?.because ?? '', ...(expires !== undefined && { expires }) };
}

export function isEmptyPlan(plan: GrantPlan): boolean {
  return Object.values(plan).every((steps) => steps.length === 0);
}

const keyOf = ({ principal, resource }: Grant): string => `${principal}|${resourceKey(resource)}`;

/** Grants on the same resource to the same principal are one: Lake Formation lists a table's SELECT by itself. */
function byKey(grants: readonly Grant[]): ReadonlyMap<string, Grant> {
  const merged = new Map<string, Grant>();
  for (const grant of grants) {
    const known = merged.get(keyOf(grant));
    merged.set(keyOf(grant), {
      ...grant,
      permissions: distinct([...(known?.permissions ?? []), ...grant.permissions]),
      grantable: distinct([...(known?.grantable ?? []), ...grant.grantable]),
    });
  }
  return merged;
}

const distinct = (permissions: readonly Permission[]): readonly Permission[] =>
  [...new Set(permissions)].sort();

/** A creator's own rights carry the grant option on everything; what we declare never does. */
function isCreators(
  { principal, resource, permissions, grantable }: Grant,
  creators: readonly string[],
): boolean {
  if (principal === IAM_ALLOWED_PRINCIPALS || !creators.includes(principal)) return false;
  const isOwn = resource.kind === 'database' || resource.kind === 'table';
  return isOwn && grantable.length > 0 && permissions.every((permission) => grantable.includes(permission));
}

function missing(desired: ReadonlyMap<string, Grant>, held: ReadonlyMap<string, Grant>): readonly Grant[] {
  return [...desired].flatMap(([key, grant]) => {
    const has = held.get(key)?.permissions ?? [];
    const permissions = grant.permissions.filter((permission) => !has.includes(permission));
    return permissions.length > 0 ? [{ ...grant, permissions }] : [];
  });
}

function excess(desired: ReadonlyMap<string, Grant>, held: ReadonlyMap<string, Grant>): readonly Grant[] {
  return [...held].flatMap(([key, grant]) => {
    const wanted = desired.get(key)?.permissions ?? [];
    const permissions = grant.permissions.filter((permission) => !wanted.includes(permission));
    return permissions.length > 0 || grant.grantable.length > 0 ? [{ ...grant, permissions }] : [];
  });
}

function planFilters(
  live: readonly DeclaredGrant[],
  actual: readonly DataCellsFilter[],
  governs: Governs,
): Pick<GrantPlan, 'createFilters' | 'mendFilters' | 'deleteFilters'> {
  const wanted = new Map(
    live.flatMap(({ filter }) => (filter ? [[filterKey(filter), filter] as const] : [])),
  );
  const known = new Map(actual.map((filter) => [filterKey(filter), filter]));
  const filters = [...wanted.values()];
  return {
    createFilters: filters.filter((filter) => !known.has(filterKey(filter))),
    mendFilters: filters.filter((filter) => {
      const there = known.get(filterKey(filter));
      return there !== undefined && contentOf(there) !== contentOf(filter);
    }),
    deleteFilters: actual.filter(
      (filter) =>
        filter.name.startsWith(FILTER_PREFIX) &&
        !wanted.has(filterKey(filter)) &&
        governs({ kind: 'filter', database: filter.database, table: filter.table, filter: filter.name }, ''),
    ),
  };
}

const filterKey = ({ database, table, name }: DataCellsFilter): string => `${database}/${table}/${name}`;

const contentOf = ({ columns, rows }: DataCellsFilter): string =>
  JSON.stringify([columns.kind, [...columns.names].sort(), rows ?? null]);
