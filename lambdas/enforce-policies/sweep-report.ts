import type { AccessPlan, AppliedAccess } from '../../core/access/grants/bring-about.ts';
import type { DeclaredGrantsDocument, DeclaredLink } from '../../core/access/grants/declaration.ts';
import type { PlannedGrant, PlannedRevoke } from '../../core/access/grants/plan-grants.ts';

/** What a sweep found and did; the object that is kept of it. */
export type SweepReport = {
  readonly schema: 'freehold.findings.v1';
  readonly domain: string;
  readonly at: string;
  /**
   * `stopped`: the circuit breaker held what nobody declared; `planned`: not done yet, or a dry run; `left`: grants
   * that nobody declared are there, and the mesh's rule lets them be; `waiting`: only grants to roles that do not
   * exist yet are missing.
   */
  readonly outcome: 'clean' | 'repaired' | 'incomplete' | 'left' | 'planned' | 'stopped' | 'waiting';
  /** What the mesh does about grants that nobody declared. */
  readonly rule: NonNullable<DeclaredGrantsDocument['undeclared']>;
  readonly declared: number;
  /** Grants past their last day that are still there. */
  readonly overdue: number;
  /** Granting these again undoes the revocations. */
  readonly revoked: readonly PlannedRevoke[];
  readonly granted: readonly PlannedGrant[];
  readonly filtersCreated: readonly string[];
  readonly filtersMended: readonly string[];
  readonly filtersDeleted: readonly string[];
  /** Databases of producers in other accounts. */
  readonly links: {
    readonly made: readonly string[];
    readonly removed: readonly string[];
    /** Nothing is shared behind them. */
    readonly waiting: readonly string[];
  };
  readonly pending: readonly PlannedGrant[];
  readonly failed: AppliedAccess['failed'];
  /** Found, and left as it is. */
  readonly left: { readonly revokes: readonly PlannedRevoke[]; readonly grants: readonly PlannedGrant[] };
};

export type Swept = {
  readonly outcome: SweepReport['outcome'];
  readonly plan: AccessPlan;
  /** Absent before anything was done. */
  readonly applied?: AppliedAccess;
};

/** What is known before a sweep changes anything, or after it. */
export function sweepReport(
  of: {
    readonly domain: string;
    readonly now: Date;
    readonly documents: readonly DeclaredGrantsDocument[];
  },
  { outcome, plan, applied }: Swept,
): SweepReport {
  const { domain, now, documents } = of;
  const still = applied ? unrevoked(plan, applied) : plan.grants.revokes;
  return {
    schema: 'freehold.findings.v1',
    domain,
    at: now.toISOString(),
    outcome,
    rule: documents.find(({ undeclared }) => undeclared !== undefined)?.undeclared ?? 'revoke',
    declared: documents.reduce((sum, { grants }) => sum + grants.length, 0),
    overdue: still.filter(({ reason }) => reason === 'expired').length,
    revoked: applied?.revoked ?? [],
    granted: applied?.granted ?? [],
    filtersCreated: filterNames(applied?.filtersCreated),
    filtersMended: filterNames(applied?.filtersMended),
    filtersDeleted: filterNames(applied?.filtersDeleted),
    links: {
      made: databases(applied?.linksMade ?? []),
      removed: databases(applied?.linksRemoved ?? []),
      waiting: databases(plan.links.waiting),
    },
    pending: applied?.pending ?? [],
    failed: applied?.failed ?? plan.links.failed,
    left: {
      revokes: applied ? [...plan.left, ...still] : [...plan.left, ...plan.grants.revokes],
      grants: applied ? [] : plan.grants.grants,
    },
  };
}

/** Revocations that were meant and not made. */
function unrevoked({ grants }: AccessPlan, { revoked }: AppliedAccess): readonly PlannedRevoke[] {
  const done = new Set(revoked.map(({ grant }) => JSON.stringify([grant.principal, grant.resource])));
  return grants.revokes.filter(({ grant }) => !done.has(JSON.stringify([grant.principal, grant.resource])));
}

function filterNames(filters: AppliedAccess['filtersCreated'] = []): readonly string[] {
  return filters.map(({ database, table, name }) => `${database}.${table}/${name}`);
}

const databases = (links: readonly DeclaredLink[]): readonly string[] =>
  links.map(({ database }) => database);
