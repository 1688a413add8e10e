import { assertNever } from '../../../../core/errors/invariant.ts';
import { sleepUntil } from '../../../cloud/sleep-until.ts';
import type { State, StateOf } from '../asl/definition.ts';
import { wrongType } from '../asl/expression.ts';
import { StatesError } from '../asl/states-error.ts';
import {
  evaluateAssign,
  evaluateBoolean,
  evaluateNumber,
  evaluateOutput,
  evaluateText,
} from './evaluate-field.ts';
import { bindings, place, type RunBranch, type Step, type Visit } from './run.ts';
import { runMap } from './run-map.ts';
import { runParallel } from './run-parallel.ts';
import { runTask } from './run-task.ts';
import { withRetries } from './with-retries.ts';

/** Does what a state says. `Assign` and `Output` both see the values that the state was entered with. */
export async function runState(visit: Visit, state: State, runBranch: RunBranch): Promise<Step> {
  switch (state.Type) {
    case 'Task':
      return await withRetries(visit, state, () => runTask(visit, state));
    case 'Parallel':
      return await withRetries(visit, state, () => runParallel(visit, state, runBranch));
    case 'Map':
      return await withRetries(visit, state, () => runMap(visit, state, runBranch));
    case 'Choice':
      return await choose(visit, state);
    case 'Wait':
      await wait(visit, state);
      return await passOn(visit, state);
    case 'Pass':
      return await passOn(visit, state);
    case 'Succeed':
      return {
        output: await evaluateOutput(visit, state.Output, bindings(visit), visit.input),
        next: undefined,
      };
    case 'Fail':
      return await fail(visit, state);
    default:
      return assertNever(state);
  }
}

async function passOn(visit: Visit, state: StateOf<'Pass'> | StateOf<'Wait'>): Promise<Step> {
  return { ...(await leave(visit, state)), next: state.Next };
}

async function leave(
  visit: Visit,
  fields: { readonly Assign?: Readonly<Record<string, unknown>> | undefined; readonly Output?: unknown },
): Promise<Omit<Step, 'next'>> {
  const values = bindings(visit);
  const assign = await evaluateAssign(visit, fields.Assign, values);
  const output = await evaluateOutput(visit, fields.Output, values, visit.input);
  return { output, ...(assign && { assign }) };
}

/** The first rule whose condition holds; its own `Assign` and `Output` win over the state's. */
async function choose(visit: Visit, state: StateOf<'Choice'>): Promise<Step> {
  for (const [at, rule] of state.Choices.entries()) {
    const field = `Choices[${at}]/Condition`;
    if (await evaluateBoolean(visit, field, rule.Condition, bindings(visit))) {
      return { ...(await leave(visit, rule)), next: rule.Next };
    }
  }
  if (state.Default === undefined) {
    throw new StatesError(
      'States.NoChoiceMatched',
      `No choice of the state '${visit.name}' matched, and it has no Default.`,
    );
  }
  return { ...(await leave(visit, state)), next: state.Default };
}

async function wait(visit: Visit, state: StateOf<'Wait'>): Promise<void> {
  const { clock } = visit.run.cloud;
  const values = bindings(visit);
  if (state.Seconds !== undefined) {
    const seconds = await evaluateNumber(visit, 'Seconds', state.Seconds, values);
    return await sleepUntil(clock, new Date(clock().getTime() + seconds * 1000), visit.thread.signal);
  }
  const text = await evaluateText(visit, 'Timestamp', state.Timestamp, values);
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) {
    throw wrongType(state.Timestamp, place(visit, 'Timestamp'), 'timestamp', text);
  }
  await sleepUntil(clock, at, visit.thread.signal);
}

async function fail(visit: Visit, state: StateOf<'Fail'>): Promise<never> {
  const values = bindings(visit);
  const text = async (field: 'Error' | 'Cause'): Promise<string> =>
    state[field] === undefined ? '' : await evaluateText(visit, field, state[field], values);
  throw new StatesError(await text('Error'), await text('Cause'));
}
