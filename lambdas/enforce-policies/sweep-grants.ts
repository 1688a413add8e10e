import {
  type AccessPlan,
  type AppliedAccess,
  bringAbout,
  isNothing,
  type Lake,
  planAccess,
  type Wanted,
} from '../../core/access/grants/bring-about.ts';
import { creatorsOf, othersThan, rolesOfMesh } from '../../core/access/grants/creators.ts';
import type { DeclaredGrantsDocument } from '../../core/access/grants/declaration.ts';
import { governsLinks, sweptBy } from '../../core/access/grants/governed.ts';
import { DEFAULT_RUNG, holdBack } from '../../core/access/grants/ladder.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { NameScope } from '../../core/naming/names.ts';
import { type SweepReport, sweepReport } from './sweep-report.ts';

export type SweepRequest = {
  readonly domain: string;
  readonly names: NameScope;
  readonly documents: readonly DeclaredGrantsDocument[];
  readonly lake: Lake;
  readonly now: Date;
  /** Only say what would be done. */
  readonly isDryRun: boolean;
  /** More undeclared grants than this at once look like a mistake of ours: they stay, people are told. */
  readonly revocationsMax: number;
  /** Keeps a report; called before anything is changed, and again with the result. */
  readonly record: (report: SweepReport) => Promise<void>;
};

/** Compares all grants on a domain's data with all that is declared, in both directions, and repairs. */
export async function sweepGrants(request: SweepRequest): Promise<SweepReport> {
  const wanted = wantedBy(request);
  const { plan, isStopped } = brake(await planAccess(wanted, request.lake), request.revocationsMax);
  // What is about to be revoked is on record before it is: a sweep that dies can be undone too.
  const found = sweepReport(request, { outcome: foundOutcome(plan, isStopped), plan });
  await request.record(found);
  if (request.isDryRun || isNothing(plan)) return found;
  const rung = isStopped ? 'observe' : wanted.rung;
  const applied = await bringAbout({ ...wanted, rung }, plan, request.lake);
  const outcome = doneOutcome(applied, plan, isStopped);
  const done = sweepReport(request, { outcome, plan, applied });
  await request.record(done);
  return done;
}

/** The circuit breaker holds what nobody declared; what has expired ends, however much it is. */
function brake(
  plan: AccessPlan,
  revocationsMax: number,
): { readonly plan: AccessPlan; readonly isStopped: boolean } {
  const undeclared = plan.grants.revokes.filter(({ reason }) => reason === 'undeclared');
  if (undeclared.length <= revocationsMax) return { plan, isStopped: false };
  const held = holdBack(plan.grants, 'observe');
  return { plan: { ...plan, grants: held.plan, left: [...plan.left, ...held.left] }, isStopped: true };
}

function foundOutcome(plan: AccessPlan, isStopped: boolean): SweepReport['outcome'] {
  if (isStopped) return 'stopped';
  if (!isNothing(plan)) return 'planned';
  return plan.left.length > 0 ? 'left' : 'clean';
}

function doneOutcome(applied: AppliedAccess, plan: AccessPlan, isStopped: boolean): SweepReport['outcome'] {
  if (isStopped) return 'stopped';
  const { failed, pending: _, ...done } = applied;
  if (failed.length > 0) return 'incomplete';
  if (Object.values(done).some((steps) => steps.length > 0)) return 'repaired';
  return plan.left.length > 0 ? 'left' : 'waiting';
}

function wantedBy({ domain, names, documents, now }: SweepRequest): Wanted {
  const namespace = documents.find(({ governs }) => governs.kind === 'domain');
  // Without the namespace's own declaration every grant would look undeclared.
  if (namespace?.governs.kind !== 'domain') {
    throw new MeshError(`no declared grants of the namespace of ${domain} were found; nothing was changed`, {
      code: 'NoDeclarations',
      hint: 'deploy the namespace stack',
    });
  }
  const { governs, links = [], undeclared = DEFAULT_RUNG } = namespace;
  const { catalogId } = governs;
  const declared = documents.flatMap(({ grants }) => grants);
  const scopes = [sweptBy(governs), governsLinks(links, rolesOfMesh(names, catalogId))];
  return {
    declared,
    links,
    withdrawnLinks: [],
    governs: (resource, principal) => scopes.some((isGoverned) => isGoverned(resource, principal)),
    now,
    creators: creatorsOf(names, domain, catalogId),
    isOthers: othersThan(declared, { names, domain, account: catalogId }),
    rung: undeclared,
  };
}
