import type { Cloud } from '../cloud/cloud.ts';
import { physical } from './apply-resource.ts';
import { collectGarbage } from './collect-garbage.ts';
import { describeFailures } from './describe-failure.ts';
import { openStack, type StackName, type StackRunOptions } from './open-stack.ts';
import type { StackResult } from './stack-event.ts';
import { holdStack } from './stack-lock.ts';
import { type StackRun, tell, tellStack } from './stack-run.ts';
import type { StackRecord } from './stack-state.ts';
import { enterStatus } from './undo-stack.ts';

/** Deletes a stack with its resources, dependents first; answers `undefined` when there is no such stack. */
export async function deleteStack(
  cloud: Cloud,
  stack: StackName,
  options: StackRunOptions = {},
): Promise<StackResult | undefined> {
  return await holdStack(cloud, stack, async () => {
    const found = openStack(cloud, stack, options);
    return found && (await removeStack(found.run, found.record));
  });
}

/** As `deleteStack`, by who holds the stack. */
export async function removeStack(run: StackRun, record: StackRecord): Promise<StackResult> {
  const { accountId: account, region } = run.caller;
  const result = { name: record.name, account, region, stackId: record.id, outputs: {}, leftovers: [] };
  if (record.terminationProtection) {
    const reason = `termination protection is on for ${record.name}`;
    return { ...result, status: 'failed', failures: [{ reason }] };
  }
  const { deployed: _gone, ...rest } = record;
  enterStatus(run, rest, { status: 'DELETE_IN_PROGRESS' });
  discardResources(run);
  const failures = await collectGarbage(run);
  if (failures.length > 0) {
    enterStatus(run, rest, { status: 'DELETE_FAILED', reason: describeFailures(failures) });
    return { ...result, status: 'failed', failures };
  }
  run.state.forget();
  tellStack(run, 'DELETE_COMPLETE');
  return { ...result, status: 'deleted', failures: [] };
}

/** All resources become garbage, except those that their policy keeps. */
function discardResources(run: StackRun): void {
  const resources = run.state.resources();
  run.state.transaction(() => {
    for (const resource of resources) {
      if (resource.onDelete === 'Delete') run.state.putGarbage(physical(resource));
      if (resource.before?.isDeleted === false && resource.before.token !== resource.token) {
        run.state.putGarbage(resource.before);
      }
      run.state.removeResource(resource.logicalId);
    }
  });
  for (const resource of resources) {
    if (resource.onDelete !== 'Delete') tell(run, resource, 'DELETE_SKIPPED', 'its policy is Retain');
  }
}
