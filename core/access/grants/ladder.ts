import type { GrantPlan, PlannedRevoke } from './plan-grants.ts';

/** What happens to grants that nobody declared, from the mildest to the strictest. */
export const LADDER = ['observe', 'notify', 'quarantine', 'revoke'] as const;
export type Rung = (typeof LADDER)[number];

export const DEFAULT_RUNG: Rung = 'revoke';

export type HeldBack = { readonly plan: GrantPlan; readonly left: readonly PlannedRevoke[] };

/** A plan without the revocations that the rung does not allow. What expires or leads nowhere ends on every rung. */
export function holdBack(plan: GrantPlan, rung: Rung): HeldBack {
  if (rung === 'revoke') return { plan, left: [] };
  const undeclared = plan.revokes.filter(({ reason }) => reason === 'undeclared');
  const declared = plan.revokes.filter(({ reason }) => reason !== 'undeclared');
  const taken = rung === 'quarantine' ? undeclared.flatMap(butDescribe) : [];
  const left = rung === 'quarantine' ? undeclared.flatMap(onlyDescribe) : undeclared;
  const deleteFilters = plan.deleteFilters.filter((filter) => !left.some((one) => isOn(one, filter.name)));
  return { plan: { ...plan, deleteFilters, revokes: [...declared, ...taken] }, left };
}

/** Quarantine closes the data and leaves sight of the table; nobody may pass anything on. */
function butDescribe({ grant, reason }: PlannedRevoke): readonly PlannedRevoke[] {
  const permissions = grant.permissions.filter((permission) => permission !== 'DESCRIBE');
  if (permissions.length === 0 && grant.grantable.length === 0) return [];
  return [{ grant: { ...grant, permissions }, reason }];
}

function onlyDescribe({ grant, reason }: PlannedRevoke): readonly PlannedRevoke[] {
  if (!grant.permissions.includes('DESCRIBE')) return [];
  return [{ grant: { ...grant, permissions: ['DESCRIBE'], grantable: [] }, reason }];
}

const isOn = ({ grant: { resource } }: PlannedRevoke, filter: string): boolean =>
  resource.kind === 'filter' && resource.filter === filter;
