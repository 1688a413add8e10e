import type { StateOf } from '../asl/definition.ts';
import { evaluate } from '../asl/expression.ts';
import { bindings, place, type RunBranch, type Thread, type Visit } from './run.ts';
import { runTogether } from './run-together.ts';
import { Variables } from './variables.ts';

/** Runs the branches at once; the first failure stops the others and is the state's own. */
export async function runParallel(
  visit: Visit,
  state: StateOf<'Parallel'>,
  runBranch: RunBranch,
): Promise<unknown> {
  const { run, thread } = visit;
  const input =
    state.Arguments === undefined
      ? visit.input
      : await evaluate(state.Arguments, bindings(visit), place(visit, 'Arguments'));
  thread.previous = run.history.record('ParallelStateStarted', thread.previous);
  const started = thread.previous;
  try {
    const results = await runTogether(
      state.Branches,
      state.Branches.length,
      thread.signal,
      (branch, _, signal) => {
        const inner: Thread = {
          ...thread,
          variables: new Variables(thread.variables),
          signal,
          previous: started,
        };
        return runBranch(run, inner, branch, input);
      },
    );
    thread.previous = run.history.record('ParallelStateSucceeded', thread.previous);
    return results;
  } catch (error) {
    if (!thread.signal.aborted) thread.previous = run.history.record('ParallelStateFailed', thread.previous);
    throw error;
  }
}
