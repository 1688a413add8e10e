import type { StateOf } from '../asl/definition.ts';
import { evaluate, wrongType } from '../asl/expression.ts';
import { evaluateNumber } from './evaluate-field.ts';
import { bindings, place, type RunBranch, type Thread, type Visit } from './run.ts';
import { runTogether } from './run-together.ts';
import { Variables } from './variables.ts';

/** AWS runs about this many iterations of an inline map at once. */
const CONCURRENCY_MAX = 40;

type Item = { readonly Value: unknown; readonly Key?: string };

/** Runs the processor for each item of an array, or for each entry of an object. */
export async function runMap(visit: Visit, state: StateOf<'Map'>, runBranch: RunBranch): Promise<unknown> {
  const { run, thread } = visit;
  const items = await mapItems(visit, state);
  const asked = await evaluateNumber(visit, 'MaxConcurrency', state.MaxConcurrency ?? 0, bindings(visit));
  const atOnce = Math.min(Math.trunc(asked) || CONCURRENCY_MAX, CONCURRENCY_MAX);
  thread.previous = run.history.record('MapStateStarted', thread.previous, {
    mapStateStartedEventDetails: { length: items.length },
  });
  const started = thread.previous;
  try {
    const results = await runTogether(items, atOnce, thread.signal, (item, index, signal) => {
      const inner: Thread = {
        variables: new Variables(thread.variables),
        signal,
        previous: started,
        mapItem: { Index: index, ...item },
      };
      return recordIteration({ ...visit, thread: inner }, index, async (iteration) =>
        runBranch(run, inner, state.ItemProcessor, await itemInput(iteration, state)),
      );
    });
    thread.previous = run.history.record('MapStateSucceeded', thread.previous);
    return results;
  } catch (error) {
    if (!thread.signal.aborted) thread.previous = run.history.record('MapStateFailed', thread.previous);
    throw error;
  }
}

async function mapItems(visit: Visit, state: StateOf<'Map'>): Promise<readonly Item[]> {
  const at = place(visit, 'Items');
  const value = state.Items === undefined ? visit.input : await evaluate(state.Items, bindings(visit), at);
  if (Array.isArray(value)) return value.map((Value) => ({ Value }));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([Key, Value]) => ({ Key, Value }));
  }
  throw wrongType(state.Items ?? '$states.input', at, 'array', value);
}

async function recordIteration(
  visit: Visit,
  index: number,
  work: (visit: Visit) => Promise<unknown>,
): Promise<unknown> {
  const { run, name, thread: inner } = visit;
  const details = { name, index };
  inner.previous = run.history.record('MapIterationStarted', inner.previous, {
    mapIterationStartedEventDetails: details,
  });
  try {
    const output = await work(visit);
    run.history.record('MapIterationSucceeded', inner.previous, {
      mapIterationSucceededEventDetails: details,
    });
    return output;
  } catch (error) {
    if (inner.signal.aborted) {
      run.history.record('MapIterationAborted', inner.previous, { mapIterationAbortedEventDetails: details });
    } else {
      run.history.record('MapIterationFailed', inner.previous, { mapIterationFailedEventDetails: details });
    }
    throw error;
  }
}

async function itemInput(visit: Visit, state: StateOf<'Map'>): Promise<unknown> {
  if (state.ItemSelector === undefined) return visit.thread.mapItem?.Value;
  return await evaluate(state.ItemSelector, bindings(visit), place(visit, 'ItemSelector'));
}
