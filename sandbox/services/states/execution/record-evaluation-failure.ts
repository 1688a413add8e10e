import type { QueryEvaluationError } from '../asl/expression.ts';
import type { Visit } from './run.ts';

/** Says in the history which expression failed, once. */
export function recordEvaluationFailure({ run, thread, name }: Visit, error: QueryEvaluationError): void {
  if (recorded.has(error)) return;
  recorded.add(error);
  thread.previous = run.history.record('EvaluationFailed', thread.previous, {
    evaluationFailedEventDetails: {
      error: error.error,
      cause: error.causeText,
      location: error.location,
      state: name,
    },
  });
}

const recorded = new WeakSet<QueryEvaluationError>();
