import {
  type DependencyGraph,
  refuseCycles,
  reverseGraph,
} from '../../core/cloudformation/dependency-graph.ts';
import { describeFailure } from './describe-failure.ts';
import { runGraph } from './run-graph.ts';
import type { StackFailure } from './stack-event.ts';
import { RESOURCE_CONCURRENCY, resourceContext, type StackRun, tell } from './stack-run.ts';
import type { Garbage } from './stack-state.ts';

/** Deletes what is out of the stack, dependents first; answers what could not be deleted. */
export async function collectGarbage(run: StackRun): Promise<readonly StackFailure[]> {
  const garbage = new Map(run.state.garbage().map((item) => [item.token, item]));
  const work = async (token: string): Promise<void> => {
    const item = garbage.get(token);
    if (item !== undefined) await discard(run, item);
  };
  const options = { concurrency: RESOURCE_CONCURRENCY, onFailure: 'continue' } as const;
  const { failures } = await runGraph(deletionGraph([...garbage.values()]), work, options);
  return [...failures].map(([token, error]) => toFailure(run, garbage.get(token), error));
}

async function discard(run: StackRun, item: Garbage): Promise<void> {
  tell(run, item, 'DELETE_IN_PROGRESS');
  try {
    const provider = run.providers(item.type);
    if (item.physicalId !== undefined) {
      await provider.delete(item.physicalId, resourceContext(run, item), item.properties);
    }
  } catch (error) {
    tell(run, item, 'DELETE_FAILED', describeFailure(error));
    throw error;
  }
  run.state.removeGarbage(item);
  tell(run, item, 'DELETE_COMPLETE');
}

/** Garbage of several generations may depend on each other in a circle; then its order does not matter. */
function deletionGraph(items: readonly Garbage[]): DependencyGraph {
  const graph = new Map(
    items.map((item) => {
      const needed = items.filter((other) => item.dependencies.includes(other.logicalId));
      return [item.token, new Set(needed.map(({ token }) => token))] as const;
    }),
  );
  try {
    refuseCycles(graph);
    return reverseGraph(graph);
  } catch {
    return new Map(items.map(({ token }) => [token, new Set<string>()]));
  }
}

function toFailure(run: StackRun, item: Garbage | undefined, error: unknown): StackFailure {
  const { logicalId = '', type = '' } = item ?? {};
  const constructPath = run.constructPaths[logicalId];
  return {
    reason: describeFailure(error),
    logicalId,
    type,
    ...(constructPath !== undefined && { constructPath }),
  };
}
