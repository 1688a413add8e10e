import { invariant } from '../../../../core/errors/invariant.ts';
import type { Branch, State } from '../asl/definition.ts';
import { QueryEvaluationError } from '../asl/expression.ts';
import { payloadText } from './payload.ts';
import { recordEvaluationFailure } from './record-evaluation-failure.ts';
import type { Run, Step, Thread, Visit } from './run.ts';
import { runState } from './run-state.ts';

/** Runs states one after the other until one ends; the history's limit bounds the loop. */
export async function runBranch(run: Run, thread: Thread, branch: Branch, input: unknown): Promise<unknown> {
  let name = branch.StartAt;
  let value = input;
  for (;;) {
    const state = branch.States[name];
    invariant(state, 'a parsed definition has no missing state');
    const { output, next } = await visitState(run, thread, { name, state, input: value });
    if (next === undefined) return output;
    name = next;
    value = output;
  }
}

type Visited = { readonly name: string; readonly state: State; readonly input: unknown };

async function visitState(run: Run, thread: Thread, { name, state, input }: Visited): Promise<Step> {
  thread.signal.throwIfAborted();
  const text = payloadText(input, `'${name}'`);
  thread.previous = run.history.record(`${state.Type}StateEntered`, thread.previous, {
    stateEnteredEventDetails: { name, input: text, inputDetails: { truncated: false } },
  });
  const visit: Visit = { run, thread, name, input, enteredAt: run.cloud.clock(), retries: 0 };
  const step = await evaluating(visit, () => runState(visit, state, runBranch));
  const output = payloadText(step.output, `'${name}'`);
  if (step.assign) thread.variables.assign(step.assign);
  if (state.Type === 'Fail') return step;
  thread.previous = run.history.record(`${state.Type}StateExited`, thread.previous, {
    stateExitedEventDetails: {
      name,
      output,
      outputDetails: { truncated: false },
      ...(step.assign && { assignedVariables: texts(step.assign) }),
    },
  });
  return step;
}

async function evaluating(visit: Visit, work: () => Promise<Step>): Promise<Step> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof QueryEvaluationError) recordEvaluationFailure(visit, error);
    throw error;
  }
}

function texts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value)]));
}
