import type { DataCellsFilter, Grant } from '../lakeformation/grant.ts';
import type { GrantPlan, PlannedGrant, PlannedRevoke } from './plan-grants.ts';

/** Why one step of a plan was not done. */
export type StepError = { readonly code: string; readonly message: string };

/** Lake Formation, as far as a plan needs it. Each answers per step: undefined where it was done. */
export type GrantsPort = {
  readonly createFilter: (filter: DataCellsFilter) => Promise<StepError | undefined>;
  readonly mendFilter: (filter: DataCellsFilter) => Promise<StepError | undefined>;
  readonly deleteFilter: (filter: DataCellsFilter) => Promise<StepError | undefined>;
  /** At most `GRANTS_PER_CALL_MAX` at once. */
  readonly grant: (grants: readonly Grant[]) => Promise<readonly (StepError | undefined)[]>;
  readonly revoke: (grants: readonly Grant[]) => Promise<readonly (StepError | undefined)[]>;
};

export const GRANTS_PER_CALL_MAX = 20;

export type AppliedPlan = {
  readonly filtersCreated: readonly DataCellsFilter[];
  readonly filtersMended: readonly DataCellsFilter[];
  readonly filtersDeleted: readonly DataCellsFilter[];
  readonly granted: readonly PlannedGrant[];
  readonly revoked: readonly PlannedRevoke[];
  /** Grants to principals that do not exist yet: a later sweep makes them. */
  readonly pending: readonly PlannedGrant[];
  readonly failed: readonly { readonly step: string; readonly error: StepError }[];
};

/** Carries a plan out: filters and grants first, revocations after, so that no reader meets a gap. */
export async function applyPlan(plan: GrantPlan, port: GrantsPort): Promise<AppliedPlan> {
  const failed: { step: string; error: StepError }[] = [];
  const fail = (step: string, error: StepError): void => void failed.push({ step, error });

  const created = await eachFilter('create', plan.createFilters, port.createFilter, { fail, fine: isThere });
  const mended = await eachFilter('mend', plan.mendFilters, port.mendFilter, { fail, fine: never });
  const granted: PlannedGrant[] = [];
  const pending: PlannedGrant[] = [];
  await inBatches(plan.grants, port.grant, (step, error) => {
    if (!error) granted.push(step);
    else if (isAbsentPrincipal(error)) pending.push(step);
    else fail(`grant ${describeGrant(step.grant)}`, error);
  });
  const revoked: PlannedRevoke[] = [];
  await inBatches(plan.revokes, port.revoke, (step, error) => {
    if (!error || isGone(error)) revoked.push(step);
    else fail(`revoke ${describeGrant(step.grant)}`, error);
  });
  const deleted = await eachFilter('delete', plan.deleteFilters, port.deleteFilter, { fail, fine: isGone });
  return {
    filtersCreated: created,
    filtersMended: mended,
    filtersDeleted: deleted,
    granted,
    revoked,
    pending,
    failed,
  };
}

export function describeGrant({ principal, resource, permissions }: Grant): string {
  const { kind, ...where } = resource;
  return `${permissions.join(', ')} on ${kind} ${JSON.stringify(where)} to ${principal}`;
}

/** A step that died after it was done meets its own traces when it runs again. */
const isThere = ({ code }: StepError): boolean => code === 'AlreadyExistsException';
const isGone = ({ code, message }: StepError): boolean =>
  code === 'EntityNotFoundException' || message.startsWith('No permissions revoked');
const never = (): boolean => false;

const isAbsentPrincipal = ({ message }: StepError): boolean => /Invalid principal/i.test(message);

async function eachFilter(
  verb: string,
  filters: readonly DataCellsFilter[],
  act: (filter: DataCellsFilter) => Promise<StepError | undefined>,
  on: {
    readonly fail: (step: string, error: StepError) => void;
    readonly fine: (error: StepError) => boolean;
  },
): Promise<readonly DataCellsFilter[]> {
  const done: DataCellsFilter[] = [];
  for (const filter of filters) {
    const error = await act(filter);
    if (!error || on.fine(error)) done.push(filter);
    else on.fail(`${verb} filter ${filter.name} on ${filter.database}.${filter.table}`, error);
  }
  return done;
}

async function inBatches<Step extends { readonly grant: Grant }>(
  steps: readonly Step[],
  act: (grants: readonly Grant[]) => Promise<readonly (StepError | undefined)[]>,
  settle: (step: Step, error: StepError | undefined) => void,
): Promise<void> {
  for (let at = 0; at < steps.length; at += GRANTS_PER_CALL_MAX) {
    const batch = steps.slice(at, at + GRANTS_PER_CALL_MAX);
    const errors = await act(batch.map(({ grant }) => grant));
    batch.forEach((step, index) => {
      settle(step, errors[index]);
    });
  }
}
