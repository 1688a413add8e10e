import { type AppliedPlan, describeGrant } from '../../core/access/grants/apply-plan.ts';
import {
  type AppliedAccess,
  bringAbout,
  type Lake,
  planAccess,
  type Wanted,
} from '../../core/access/grants/bring-about.ts';
import { creatorsOf, othersThan, rolesOfMesh } from '../../core/access/grants/creators.ts';
import type { DeclaredGrantsDocument, DeclaredLink } from '../../core/access/grants/declaration.ts';
import { governedBy, governsLinks } from '../../core/access/grants/governed.ts';
import { DEFAULT_RUNG } from '../../core/access/grants/ladder.ts';
import type { NameScope } from '../../core/naming/names.ts';
import { MeshError } from '../../core/errors/mesh-error.ts';

export type Reconciliation = {
  readonly document: DeclaredGrantsDocument;
  /** The document of the previous deployment: what it governed and this one does not is revoked too. */
  readonly before?: DeclaredGrantsDocument;
  /** The stack goes: nothing is declared any more. */
  readonly isRemoval?: boolean;
};

export type Reconciled = AppliedAccess & { readonly linksWaiting: readonly DeclaredLink[] };

/** Brings Lake Formation to what a document declares; running it again changes nothing. */
export async function reconcileGrants(
  reconciliation: Reconciliation,
  on: { readonly lake: Lake; readonly names: NameScope; readonly now: Date },
): Promise<Reconciled> {
  const wanted = wantedBy(reconciliation, on);
  const plan = await planAccess(wanted, on.lake);
  const applied = await bringAbout(wanted, plan, on.lake);
  refuseFailures(applied, reconciliation.document);
  return { ...applied, linksWaiting: plan.links.waiting };
}

function wantedBy(
  { document, before, isRemoval = false }: Reconciliation,
  { names, now }: { readonly names: NameScope; readonly now: Date },
): Wanted {
  const { catalogId } = document.governs;
  const all = [document, ...(before ? [before] : [])];
  const at = { names, domain: document.domain, account: catalogId };
  const isOthers = othersThan(
    all.flatMap(({ grants }) => grants),
    at,
  );
  const links = isRemoval ? [] : (document.links ?? []);
  const isOfMesh = rolesOfMesh(names, catalogId);
  const scopes = all.flatMap((one) => [governedBy(one.governs), governsLinks(one.links ?? [], isOfMesh)]);
  return {
    declared: isRemoval ? [] : document.grants,
    withdrawn: before?.grants ?? (isRemoval ? document.grants : []),
    links,
    withdrawnLinks: all
      .flatMap((one) => one.links ?? [])
      .filter(({ database }) => !links.some((link) => link.database === database)),
    governs: (resource, principal) => scopes.some((governs) => governs(resource, principal)),
    now,
    creators: creatorsOf(names, document.domain, catalogId),
    isOthers,
    rung: document.undeclared ?? DEFAULT_RUNG,
  };
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
export function summarize(applied: Reconciled): Readonly<Record<string, string>> {
  const databases = (links: readonly DeclaredLink[]): string =>
    links.map(({ database }) => database).join(', ');
  return {
    Granted: String(applied.granted.length),
    Revoked: String(applied.revoked.length),
    FiltersCreated: String(applied.filtersCreated.length),
    FiltersDeleted: String(applied.filtersDeleted.length),
    LinksMade: databases(applied.linksMade),
    LinksRemoved: databases(applied.linksRemoved),
    LinksWaiting: databases(applied.linksWaiting),
    Pending: applied.pending
      .map(({ grant }) => describeGrant(grant))
      .join('; ')
      .slice(0, 1_000),
  };
}
