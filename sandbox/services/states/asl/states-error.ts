/** A failure inside an execution, by the names that `Retry` and `Catch` see. */
export class StatesError extends Error {
  readonly error: string;
  /** Text; for tasks usually JSON. */
  readonly causeText: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'StatesError';
    this.error = error;
    this.causeText = cause;
  }
}

/** AWS never lets `States.ALL` and `States.TaskFailed` match these. */
const UNMATCHED_BY_ALL = ['States.Runtime'];

/** Whether an `ErrorEquals` list matches an error. */
export function matchesError(names: readonly string[], error: string): boolean {
  return names.some((name) => {
    if (name === error) return true;
    if (UNMATCHED_BY_ALL.includes(error)) return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
  });
}
