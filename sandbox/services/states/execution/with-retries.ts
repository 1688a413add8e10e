import { sleepUntil } from '../../../cloud/sleep-until.ts';
import type { Catcher, Retrier, StateOf } from '../asl/definition.ts';
import { QueryEvaluationError } from '../asl/expression.ts';
import { matchesError, StatesError } from '../asl/states-error.ts';
import { evaluateAssign, evaluateOutput } from './evaluate-field.ts';
import { payloadText } from './payload.ts';
import { recordEvaluationFailure } from './record-evaluation-failure.ts';
import { bindings, type Step, type Visit } from './run.ts';

const INTERVAL_SECONDS = 1;
const ATTEMPTS = 3;
const BACKOFF_RATE = 2;

type FailingState = StateOf<'Task'> | StateOf<'Parallel'> | StateOf<'Map'>;

/** Tries a state as often as its retriers say, then asks its catchers; counters end with the visit. */
export async function withRetries(
  visit: Visit,
  state: FailingState,
  attempt: () => Promise<unknown>,
): Promise<Step> {
  const counts = new Map<Retrier, number>();
  for (;;) {
    try {
      return await finish(visit, state, await attempt());
    } catch (error) {
      if (!(error instanceof StatesError) || visit.thread.signal.aborted) throw error;
      if (error instanceof QueryEvaluationError) recordEvaluationFailure(visit, error);
      if (await waitForRetry(visit, state, counts, error)) continue;
      const catcher = state.Catch?.find(({ ErrorEquals }) => matchesError(ErrorEquals, error.error));
      if (!catcher) throw error;
      return await caught(visit, catcher, error);
    }
  }
}

async function finish(visit: Visit, state: FailingState, result: unknown): Promise<Step> {
  const values = bindings(visit, { result });
  const assign = await evaluateAssign(visit, state.Assign, values);
  const output = await evaluateOutput(visit, state.Output, values, result);
  payloadText(output, `'${visit.name}'`);
  return { output, ...(assign && { assign }), next: state.Next };
}

async function waitForRetry(
  visit: Visit,
  state: FailingState,
  counts: Map<Retrier, number>,
  { error }: StatesError,
): Promise<boolean> {
  const retrier = state.Retry?.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
  if (!retrier) return false;
  const count = counts.get(retrier) ?? 0;
  if (count >= (retrier.MaxAttempts ?? ATTEMPTS)) return false;
  counts.set(retrier, count + 1);
  const { clock } = visit.run.cloud;
  await sleepUntil(
    clock,
    new Date(clock().getTime() + delaySeconds(retrier, count) * 1000),
    visit.thread.signal,
  );
  visit.retries += 1;
  return true;
}

/** Seconds before retry number `count` + 1. */
export function delaySeconds(retrier: Retrier, count: number): number {
  const grown =
    (retrier.IntervalSeconds ?? INTERVAL_SECONDS) * (retrier.BackoffRate ?? BACKOFF_RATE) ** count;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Number.MAX_SAFE_INTEGER);
  return retrier.JitterStrategy === 'FULL' ? Math.random() * seconds : seconds;
}

async function caught(visit: Visit, catcher: Catcher, { error, causeText }: StatesError): Promise<Step> {
  const errorOutput = { Error: error, Cause: causeText };
  const values = bindings(visit, { errorOutput });
  const assign = await evaluateAssign(visit, catcher.Assign, values);
  const output = await evaluateOutput(visit, catcher.Output, values, errorOutput);
  return { output, ...(assign && { assign }), next: catcher.Next };
}
