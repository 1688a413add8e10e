import type { Cloud } from '../cloud/cloud.ts';
import { physical } from './apply-resource.ts';
import { collectGarbage } from './collect-garbage.ts';
import { executionCaller } from './execution-caller.ts';
import type { ProviderTable } from './provider-table.ts';
import { standardProviders } from './resources/providers.ts';
import type { OnEvent, StackResult, StackStatus } from './stack-event.ts';
import { holdStack } from './stack-lock.ts';
import { type StackRun, tell, tellStack } from './stack-run.ts';
import { type StackRecord, stackState } from './stack-state.ts';

export type StackName = { readonly name: string; readonly account: string; readonly region: string };

/** Deletes a stack with its resources, dependents first; answers `undefined` when there is no such stack. */
export async function deleteStack(
  cloud: Cloud,
  stack: StackName,
  options: { readonly onEvent?: OnEvent; readonly providers?: ProviderTable } = {},
): Promise<StackResult | undefined> {
  return await holdStack(cloud, stack, async () => {
    const scope = { accountId: stack.account, region: stack.region };
    const state = stackState(cloud, scope, stack.name);
    const record = state.read();
    if (record === undefined) return undefined;
    const run: StackRun = {
      cloud,
      caller: executionCaller({ ...stack, executionRoleArn: record.executionRoleArn }),
      state,
      providers: options.providers ?? standardProviders,
      stack: { name: record.name, id: record.id },
      constructPaths: record.constructPaths,
      onEvent: options.onEvent ?? (() => undefined),
    };
    return await remove(run, record);
  });
}

async function remove(run: StackRun, record: StackRecord): Promise<StackResult> {
  const { accountId: account, region } = run.caller;
  const result = { name: record.name, account, region, stackId: record.id, outputs: {}, leftovers: [] };
  if (record.terminationProtection) {
    const reason = `termination protection is on for ${record.name}`;
    return { ...result, status: 'failed', failures: [{ reason }] };
  }
  enter(run, record, 'DELETE_IN_PROGRESS');
  discardResources(run);
  const failures = await collectGarbage(run);
  if (failures.length > 0) {
    enter(run, record, 'DELETE_FAILED');
    return { ...result, status: 'failed', failures };
  }
  run.state.forget();
  tellStack(run, 'DELETE_COMPLETE');
  return { ...result, status: 'deleted', failures: [] };
}

function enter(run: StackRun, { deployed: _gone, ...record }: StackRecord, status: StackStatus): void {
  run.state.write({ ...record, status, updatedAt: run.cloud.clock().toISOString() });
  tellStack(run, status);
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
