import type { Cloud } from '../cloud/cloud.ts';
import { collectGarbage } from './collect-garbage.ts';
import { removeStack } from './delete-stack.ts';
import { deployHeld } from './deploy-stack.ts';
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

/** Ends what a killed process began, as CloudFormation goes on whatever becomes of its caller. */
export async function resumeStack(
  cloud: Cloud,
  stack: StackName,
  options: StackRunOptions = {},
): Promise<void> {
  await holdStack(cloud, stack, async () => {
    const found = openStack(cloud, stack, options);
    if (found !== undefined) await resume(found.run, found.record, options);
  });
}

async function resume(run: StackRun, record: StackRecord, options: StackRunOptions): Promise<void> {
  switch (record.status) {
    case 'DELETE_IN_PROGRESS':
      await removeStack(run, { ...record, terminationProtection: false });
      return;
    case 'CREATE_IN_PROGRESS':
    case 'UPDATE_IN_PROGRESS':
      return await goOn(run, record, options);
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
      return await cleanUp(run, record);
    default:
      await undoStack(run, record, { reason: record.reason ?? REASON });
  }
}

/** What cannot be gone on with is rolled back: that is what would have become of it. */
async function goOn(run: StackRun, record: StackRecord, options: StackRunOptions): Promise<void> {
  const { pending, deployed, status } = record;
  // The commit writes what was deployed, before garbage is collected.
  const isCommitted = status === 'CREATE_IN_PROGRESS' && deployed !== undefined;
  if (isCommitted) return await cleanUp(run, record);
  if (pending !== undefined) {
    const { keepsFailed, ...input } = pending;
    await deployHeld(run.cloud, input, { ...options, ...(keepsFailed !== undefined && { keepsFailed }) });
  }
  const left = run.state.read();
  if (left?.status === status) await undoStack(run, left, { reason: REASON });
}

async function cleanUp(run: StackRun, record: StackRecord): Promise<void> {
  await collectGarbage(run);
  const isCreation = record.status === 'CREATE_IN_PROGRESS';
  enterStatus(run, record, { status: isCreation ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE' });
}
