import type { Cloud } from '../cloud/cloud.ts';
import { openStack, type StackName, type StackRunOptions } from './open-stack.ts';
import type { RollBackOptions } from './roll-back.ts';
import type { StackFailure } from './stack-event.ts';
import { holdStack } from './stack-lock.ts';
import { undoStack } from './undo-stack.ts';

/** Brings a stack that was left failed, or whose rollback failed, back to its last good state. */
export async function rollBackStack(
  cloud: Cloud,
  stack: StackName,
  { skipped, deletesNew, ...options }: StackRunOptions & RollBackOptions = {},
): Promise<readonly StackFailure[]> {
  return await holdStack(cloud, stack, async () => {
    const found = openStack(cloud, stack, options);
    if (found === undefined) return [];
    const reason = 'the rollback was asked for';
    const how = { ...(skipped && { skipped }), ...(deletesNew !== undefined && { deletesNew }) };
    return await undoStack(found.run, found.record, { reason, ...how });
  });
}
