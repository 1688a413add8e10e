import { type AppliedPlan, applyPlan, type GrantsPort } from '../../core/access/grants/apply-plan.ts';
import { creatorsOf } from '../../core/access/grants/creators.ts';
import type { DeclaredGrantsDocument } from '../../core/access/grants/declaration.ts';
import { sweptBy } from '../../core/access/grants/governed.ts';
import {
  type ActualGrants,
  type GrantPlan,
  isEmptyPlan,
  type PlannedGrant,
  type PlannedRevoke,
  planGrants,
} from '../../core/access/grants/plan-grants.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { NameScope } from '../../core/naming/names.ts';

export type SweepRequest = {
  readonly domain: string;
  readonly names: NameScope;
  readonly documents: readonly DeclaredGrantsDocument[];
  readonly actual: ActualGrants;
  readonly port: GrantsPort;
  readonly now: Date;
  /** Only say what would be done. */
  readonly isDryRun: boolean;
  /** More revocations than this at once look like a mistake of ours: nothing is revoked, people are told. */
  readonly revocationsMax: number;
  /** Keeps a report; called before anything is changed, and again with the result. */
  readonly record: (report: SweepReport) => Promise<void>;
};

/** What a sweep found and did; the object that is kept of it. */
export type SweepReport = {
  readonly schema: 'freehold.findings.v1';
  readonly domain: string;
  readonly at: string;
  /** `stopped`: the circuit breaker held; `planned`: not done yet, or a dry run. */
  readonly outcome: 'clean' | 'repaired' | 'incomplete' | 'planned' | 'stopped';
  readonly declared: number;
  /** Granting these again undoes the revocations. */
  readonly revoked: readonly PlannedRevoke[];
  readonly granted: readonly PlannedGrant[];
  readonly filtersCreated: readonly string[];
  readonly filtersMended: readonly string[];
  readonly filtersDeleted: readonly string[];
  readonly pending: readonly PlannedGrant[];
  readonly failed: AppliedPlan['failed'];
  /** Found, and left as it is. */
  readonly left: { readonly revokes: readonly PlannedRevoke[]; readonly grants: readonly PlannedGrant[] };
};

/** Compares all grants on a domain's data with all that is declared, in both directions, and repairs. */
export async function sweepGrants(request: SweepRequest): Promise<SweepReport> {
  const plan = planSweep(request);
  const found = foundReport(request, plan);
  // What is about to be revoked is on record before it is: a sweep that dies can be undone too.
  await request.record(found);
  if (found.outcome !== 'planned' || request.isDryRun) return found;
  const applied = await applyPlan(plan, request.port);
  const done = report(request, applied.failed.length > 0 ? 'incomplete' : 'repaired', { applied });
  await request.record(done);
  return done;
}

function foundReport(request: SweepRequest, plan: GrantPlan): SweepReport {
  if (isEmptyPlan(plan)) return report(request, 'clean', {});
  const isTooMuch = plan.revokes.length > request.revocationsMax;
  return report(request, isTooMuch && !request.isDryRun ? 'stopped' : 'planned', { left: plan });
}

function planSweep(request: SweepRequest): GrantPlan {
  const { domain, names, documents, actual, now } = request;
  const namespace = documents.map(({ governs }) => governs).find((governs) => governs.kind === 'domain');
  // Without the namespace's own declaration every grant would look undeclared.
  if (!namespace) {
    throw new MeshError(`no declared grants of the namespace of ${domain} were found; nothing was changed`, {
      code: 'NoDeclarations',
      hint: 'deploy the namespace stack',
    });
  }
  return planGrants({
    declared: documents.flatMap(({ grants }) => grants),
    actual,
    governs: sweptBy(namespace),
    now,
    creators: creatorsOf(names, domain, namespace.catalogId),
  });
}

function report(
  { domain, now, documents }: SweepRequest,
  outcome: SweepReport['outcome'],
  of: { readonly applied?: AppliedPlan; readonly left?: GrantPlan },
): SweepReport {
  const { applied, left } = of;
  const names = (filters: AppliedPlan['filtersCreated'] | undefined) =>
    (filters ?? []).map(({ database, table, name }) => `${database}.${table}/${name}`);
  return {
    schema: 'freehold.findings.v1',
    domain,
    at: now.toISOString(),
    outcome,
    declared: documents.reduce((sum, { grants }) => sum + grants.length, 0),
    revoked: applied?.revoked ?? [],
    granted: applied?.granted ?? [],
    filtersCreated: names(applied?.filtersCreated),
    filtersMended: names(applied?.filtersMended),
    filtersDeleted: names(applied?.filtersDeleted),
    pending: applied?.pending ?? [],
    failed: applied?.failed ?? [],
    left: { revokes: left?.revokes ?? [], grants: left?.grants ?? [] },
  };
}
