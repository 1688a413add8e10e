import type { StateOf } from '../asl/definition.ts';
import { evaluate } from '../asl/expression.ts';
import { StatesError } from '../asl/states-error.ts';
import { requireIntegration, type TaskEvents } from '../tasks/integrations.ts';
import { evaluateNumber } from './evaluate-field.ts';
import { payloadText } from './payload.ts';
import { bindings, place, type Visit } from './run.ts';
import { taskEvents } from './task-events.ts';
import { withTimeout } from './with-timeout.ts';

/** Calls what a task names, as the machine's role, and answers its result. */
export async function runTask(visit: Visit, state: StateOf<'Task'>): Promise<unknown> {
  const { run, thread } = visit;
  const values = bindings(visit);
  const input =
    state.Arguments === undefined
      ? visit.input
      : await evaluate(state.Arguments, values, place(visit, 'Arguments'));
  const seconds =
    state.TimeoutSeconds === undefined
      ? undefined
      : await evaluateNumber(visit, 'TimeoutSeconds', state.TimeoutSeconds, values);
  const integration = requireIntegration(state.Resource);
  const events = taskEvents(visit, state.Resource);
  events.scheduled(payloadText(input, `'${state.Resource}'`), seconds);
  try {
    const limit = { clock: run.cloud.clock, seconds, signal: thread.signal, timedOut };
    const result = await withTimeout(limit, (signal) =>
      integration({
        cloud: run.cloud,
        scope: run.scope,
        caller: run.caller,
        resource: state.Resource,
        input,
        signal,
        submitted: (output) => events.submitted(JSON.stringify(output)),
      }),
    );
    events.succeeded(payloadText(result, `'${state.Resource}'`));
    return result;
  } catch (error) {
    recordFailure(visit, events, error);
    throw error;
  }
}

function recordFailure({ thread }: Visit, events: TaskEvents, error: unknown): void {
  if (thread.signal.aborted || !(error instanceof StatesError)) return;
  if (error.error === 'States.Timeout') events.timedOut(error);
  else events.failed(error);
}

function timedOut(seconds: number): StatesError {
  return new StatesError('States.Timeout', `The task did not end within ${seconds} seconds.`);
}
