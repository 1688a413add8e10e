import { physical } from './apply-resource.ts';
import { type StackRun, tell } from './stack-run.ts';
import type { PhysicalResource } from './stack-state.ts';

/**
 * Makes what was deployed the new good state, in one transaction with `writeStack`: what was replaced or has left
 * the template becomes garbage, unless its policy keeps it.
 */
export function commitStack(run: StackRun, active: ReadonlySet<string>, writeStack: () => void): void {
  const kept: PhysicalResource[] = [];
  run.state.transaction(() => {
    for (const record of run.state.resources()) {
      const { before, isImported: _adopted, ...rest } = record;
      if (!active.has(record.logicalId)) {
        if (record.onDelete !== 'Delete') kept.push(record);
        else run.state.putGarbage(physical(record));
        run.state.removeResource(record.logicalId);
        continue;
      }
      if (before === undefined) continue;
      const isReplaced =
        before !== null &&
        !before.isDeleted &&
        (before.token !== record.token || before.physicalId !== record.physicalId);
      if (isReplaced && before.onReplace !== 'Delete') kept.push(before);
      else if (isReplaced) run.state.putGarbage(before);
      run.state.putResource(rest);
    }
    writeStack();
  });
  for (const resource of kept) tell(run, resource, 'DELETE_SKIPPED', 'its policy is Retain');
}
