import type { LakeFormationClient } from '@aws-sdk/client-lakeformation';

import { type AppliedPlan, applyPlan, describeGrant } from '../../core/access/grants/apply-plan.ts';
import { creatorsOf } from '../../core/access/grants/creators.ts';
import type { DeclaredGrantsDocument } from '../../core/access/grants/declaration.ts';
import { governedBy } from '../../core/access/grants/governed.ts';
import { planGrants } from '../../core/access/grants/plan-grants.ts';
import type { NameScope } from '../../core/naming/names.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';
import { lakeFormationPort } from '../runtime/grants/lake-formation-port.ts';
import { readGrants } from '../runtime/grants/read-grants.ts';

export type Reconciliation = {
  readonly document: DeclaredGrantsDocument;
  /** The document of the previous deployment: what it governed and this one does not is revoked too. */
  readonly before?: DeclaredGrantsDocument;
  /** The stack goes: nothing is declared any more. */
  readonly isRemoval?: boolean;
};

/** Brings Lake Formation to what a document declares; running it again changes nothing. */
export async function reconcileGrants(
  { document, before, isRemoval }: Reconciliation,
  on: { readonly client: LakeFormationClient; readonly names: NameScope; readonly now: Date },
): Promise<AppliedPlan> {
  const { catalogId } = document.governs;
  const scopes = [document, ...(before ? [before] : [])].map(({ governs }) => governedBy(governs));
  const declaredBefore = before?.grants ?? (isRemoval ? document.grants : []);
  const plan = planGrants({
    declared: isRemoval ? [] : document.grants,
    withdrawn: declaredBefore,
    actual: await readGrants(on.client, catalogId),
    governs: (resource) => scopes.some((governs) => governs(resource)),
    now: on.now,
    creators: creatorsOf(on.names, document.domain, catalogId),
  });
  const applied = await applyPlan(plan, lakeFormationPort(on.client, catalogId));
  refuseFailures(applied, document);
  return applied;
}

const FAILURES_SHOWN_MAX = 5;

function refuseFailures({ failed }: AppliedPlan, { domain, owner }: DeclaredGrantsDocument): void {
  if (failed.length === 0) return;
  const shown = failed.slice(0, FAILURES_SHOWN_MAX).map(({ step, error }) => `${step}: ${error.message}`);
  throw new MeshError(
    `${failed.length} steps for the grants of ${domain} ${owner} failed: ${shown.join('; ')}`,
    {
      code: 'GrantsFailed',
      hint: 'the other steps are done; running it again continues with these',
    },
  );
}

/** One line per kind of step, for the custom resource's attributes and logs. */
export function summarize(applied: AppliedPlan): Readonly<Record<string, string>> {
  return {
    Granted: String(applied.granted.length),
    Revoked: String(applied.revoked.length),
    FiltersCreated: String(applied.filtersCreated.length),
    FiltersDeleted: String(applied.filtersDeleted.length),
    Pending: applied.pending
      .map(({ grant }) => describeGrant(grant))
      .join('; ')
      .slice(0, 1_000),
  };
}
