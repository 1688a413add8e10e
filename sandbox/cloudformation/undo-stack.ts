import { describeFailures } from './describe-failure.ts';
import { rollBack, type RollBackOptions } from './roll-back.ts';
import type { StackFailure, StackStatus } from './stack-event.ts';
import { type StackRun, tellStack } from './stack-run.ts';
import type { StackRecord } from './stack-state.ts';

/** Brings a stack whose last operation did not succeed back to its last good state; answers what could not be undone. */
export async function undoStack(
  run: StackRun,
  record: StackRecord,
  { reason, ...options }: RollBackOptions & { readonly reason: string },
): Promise<readonly StackFailure[]> {
  const isUpdate = record.deployed !== undefined;
  enterStatus(run, record, {
    status: isUpdate ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS',
    reason,
  });
  const problems = await rollBack(run, options);
  if (problems.length === 0) {
    enterStatus(run, record, { status: isUpdate ? 'UPDATE_ROLLBACK_COMPLETE' : 'ROLLBACK_COMPLETE', reason });
  } else {
    enterStatus(run, record, {
      status: isUpdate ? 'UPDATE_ROLLBACK_FAILED' : 'ROLLBACK_FAILED',
      reason: `${reason}; ${describeFailures(problems)}; ${isUpdate ? MEND_UPDATE : MEND_CREATION}`,
    });
  }
  return problems;
}

const MEND_UPDATE =
  'mend the cause and run `cdk rollback`, or `cdk rollback --orphan <construct>` to leave it behind';
const MEND_CREATION = 'mend the cause and deploy or destroy the stack again';

/** Writes and tells where a stack stands now. */
export function enterStatus(
  run: StackRun,
  { reason: _before, pending: _done, ...record }: StackRecord,
  { status, reason }: { readonly status: StackStatus; readonly reason?: string },
): void {
  const updatedAt = run.cloud.clock().toISOString();
  run.state.write({ ...record, status, updatedAt, ...(reason !== undefined && { reason }) });
  tellStack(run, status, reason);
}
