import type { Grant } from '../lakeformation/grant.ts';
import { type AppliedLinks, type LinksPort, makeLinks, removeLinks } from './apply-links.ts';
import { type AppliedPlan, applyPlan, type GrantsPort } from './apply-plan.ts';
import type { DeclaredLink } from './declaration.ts';
import { holdBack, type Rung } from './ladder.ts';
import {
  type ActualGrants,
  type GrantPlan,
  isEmptyPlan,
  type PlannedRevoke,
  type PlanRequest,
  planGrants,
} from './plan-grants.ts';
import { isEmptyLinkPlan, type LinkPlan, planLinks } from './plan-links.ts';

/** Lake Formation and the catalog of one account. */
export type Lake = {
  readonly read: () => Promise<ActualGrants>;
  readonly grants: GrantsPort;
  readonly links: LinksPort;
};

/** What should be there. */
export type Wanted = Omit<PlanRequest, 'actual' | 'lapsed'> & {
  readonly links: readonly DeclaredLink[];
  readonly withdrawnLinks: readonly DeclaredLink[];
  /** Roles of other domains of the mesh. */
  readonly isOthers: (principal: string) => boolean;
  readonly rung: Rung;
};

export type AccessPlan = {
  readonly links: LinkPlan;
  readonly grants: GrantPlan;
  /** Grants that nobody declared, and that stay. */
  readonly left: readonly PlannedRevoke[];
};

export type AppliedAccess = AppliedPlan & {
  readonly linksMade: readonly DeclaredLink[];
  readonly linksRemoved: readonly DeclaredLink[];
};

/** Looks at what is there, and says what takes it to what is wanted. Changes nothing. */
export async function planAccess(wanted: Wanted, lake: Lake): Promise<AccessPlan> {
  const actual = await lake.read();
  const seen = await lookAt(wanted.links, lake.links);
  const withdrawn = await lookAt(wanted.withdrawnLinks, lake.links);
  const links = planLinks({
    seen,
    withdrawn,
    declared: wanted.declared,
    actual: actual.grants,
    isOthers: wanted.isOthers,
  });
  return { links, ...planFrom(wanted, links, actual) };
}

export const isNothing = ({ links, grants }: AccessPlan): boolean =>
  isEmptyLinkPlan(links) && isEmptyPlan(grants) && links.failed.length === 0;

/** Rounds of reading and changing: the first does the work, the others what it showed. */
const ROUNDS_MAX = 3;

/**
 * Carries a plan out: links before the grants on them, and away after those. What Lake Formation has made of it is
 * read again, since a grant may be refused until another is revoked, and a revocation may take more than was asked.
 */
export async function bringAbout(wanted: Wanted, plan: AccessPlan, lake: Lake): Promise<AppliedAccess> {
  const made = await makeLinks(plan.links, lake.links);
  let applied = await applyPlan(plan.grants, lake.grants);
  for (let round = 2; round <= ROUNDS_MAX && mayHaveMore(applied); round++) {
    const { grants } = planFrom(wanted, plan.links, await lake.read());
    if (isSettled(grants, applied)) break;
    applied = together(applied, await applyPlan(grants, lake.grants));
  }
  const removed = await removeLinks(plan.links, lake.links);
  return {
    ...applied,
    linksMade: made.made,
    linksRemoved: [...made.removed, ...removed.removed],
    failed: [...plan.links.failed, ...failuresOf(made, applied, removed)],
  };
}

async function lookAt(links: readonly DeclaredLink[], port: LinksPort) {
  const seen = [];
  for (const link of links) seen.push(await port.look(link));
  return seen;
}

function planFrom(
  wanted: Wanted,
  { lapsed }: LinkPlan,
  actual: ActualGrants,
): Pick<AccessPlan, 'grants' | 'left'> {
  const declared = wanted.declared.filter((grant) => !lapsed.includes(grant));
  const { plan, left } = holdBack(planGrants({ ...wanted, declared, lapsed, actual }), wanted.rung);
  return { grants: plan, left };
}

const mayHaveMore = ({ revoked }: AppliedPlan): boolean => revoked.length > 0;

/** Nothing is left but grants to principals that do not exist. */
function isSettled(plan: GrantPlan, { pending }: AppliedPlan): boolean {
  const isPending = (grant: Grant): boolean => pending.some((one) => one.grant.principal === grant.principal);
  const grants = plan.grants.filter(({ grant }) => !isPending(grant));
  return isEmptyPlan({ ...plan, grants });
}

/** What was done in both rounds; what failed or waits is what the later one says. */
function together(before: AppliedPlan, after: AppliedPlan): AppliedPlan {
  return {
    filtersCreated: [...before.filtersCreated, ...after.filtersCreated],
    filtersMended: [...before.filtersMended, ...after.filtersMended],
    filtersDeleted: [...before.filtersDeleted, ...after.filtersDeleted],
    granted: [...before.granted, ...after.granted],
    revoked: [...before.revoked, ...after.revoked],
    pending: after.pending,
    failed: after.failed,
  };
}

const failuresOf = (
  ...all: readonly (Pick<AppliedLinks, 'failed'> | Pick<AppliedPlan, 'failed'>)[]
): AppliedPlan['failed'] => all.flatMap(({ failed }) => failed);
