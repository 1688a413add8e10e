import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { registryRunKey } from '../../core/pipeline/run-id.ts';
import type { RegistryLease } from '../../core/pipeline/run.ts';
import type { ProductRegistry } from '../runtime/registry.ts';

/**
 * Takes the product's lease for an execution. A lease whose execution is over was left by a run that died,
 * and is taken from it; one whose execution still runs means `RunInProgress`.
 */
export async function holdLease(
  registry: ProductRegistry,
  lease: RegistryLease,
  world: { readonly sfn: SFNClient; readonly clock: () => Date },
): Promise<void> {
  if (await registry.takeLease(lease)) return;
  const holder = await registry.lease();
  if (holder !== undefined && (await isRunning(world.sfn, holder.execution))) throw inProgress(holder);
  if (!(await registry.takeLease(lease, holder))) throw inProgress(await registry.lease());
  if (holder !== undefined) await closeAbandoned(registry, holder, world.clock());
}

/** Whether the lease is left from a run that died, or from an earlier call of this very execution. */
export async function hasUnfinishedRun(
  registry: ProductRegistry,
  execution: string,
  sfn: SFNClient,
): Promise<boolean> {
  const holder = await registry.lease();
  if (holder === undefined) return false;
  return holder.execution === execution || !(await isRunning(sfn, holder.execution));
}

async function isRunning(sfn: SFNClient, execution: string): Promise<boolean> {
  try {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn: execution }));
    return status === 'RUNNING' || status === 'PENDING_REDRIVE';
  } catch (error) {
    // Step Functions forgets executions after ninety days.
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return false;
    throw error;
  }
}

/** The run that died could not close its own item. */
async function closeAbandoned(registry: ProductRegistry, holder: RegistryLease, now: Date): Promise<void> {
  const run = await registry.run(registryRunKey(holder));
  if (run?.status !== 'running') return;
  await registry.putRun({
    ...run,
    status: 'failed',
    endedAt: now.toISOString(),
    error: { name: 'RunAbandoned', message: 'the execution ended without saying how' },
  });
}

function inProgress(holder: RegistryLease | undefined): MeshError {
  return new MeshError(`another run holds the product: ${holder?.execution ?? 'one that has just started'}`, {
    code: 'RunInProgress',
  });
}
