import type { Cloud } from '../cloud/cloud.ts';
import { collectGarbage } from './collect-garbage.ts';
import { removeStack } from './delete-stack.ts';
import { openStack, type StackName, type StackRunOptions } from './open-stack.ts';
import { holdStack, isHeld } from './stack-lock.ts';
import type { StackRun } from './stack-run.ts';
import type { StackRecord } from './stack-state.ts';
import { enterStatus, undoStack } from './undo-stack.ts';

const REASON = 'the sandbox was stopped in the middle of the operation';

/** Whether a process that is gone was working on the stack. */
export function isCutShort(cloud: Cloud, stack: StackName, { status }: StackRecord): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS' && !isHeld(cloud, stack);
}

/**
 * Ends what a killed process began, as CloudFormation would have gone on: what was committed is cleaned up, what was
 * being deleted is deleted, and any other change is rolled back, since only the last good state is known whole.
 */
export async function resumeStack(
  cloud: Cloud,
  stack: StackName,
  options: StackRunOptions = {},
): Promise<void> {
  await holdStack(cloud, stack, async () => {
    const found = openStack(cloud, stack, options);
    if (found !== undefined) await resume(found.run, found.record);
  });
}

async function resume(run: StackRun, record: StackRecord): Promise<void> {
  switch (record.status) {
    case 'DELETE_IN_PROGRESS':
      await removeStack(run, { ...record, terminationProtection: false });
      return;
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
      return await cleanUp(run, record);
    case 'CREATE_IN_PROGRESS':
      // The commit writes what was deployed, before garbage is collected.
      return record.deployed === undefined ? await undo(run, record) : await cleanUp(run, record);
    default:
      return await undo(run, record);
  }
}

async function cleanUp(run: StackRun, record: StackRecord): Promise<void> {
  await collectGarbage(run);
  const isCreation = record.status === 'CREATE_IN_PROGRESS';
  enterStatus(run, record, { status: isCreation ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE' });
}

async function undo(run: StackRun, record: StackRecord): Promise<void> {
  const isUnderWay = record.status.includes('ROLLBACK') && record.reason !== undefined;
  await undoStack(run, record, { reason: isUnderWay ? record.reason : REASON });
}
