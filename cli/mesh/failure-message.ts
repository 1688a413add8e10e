import type { ExecutionEnd } from './executions.ts';

/** What went wrong in an execution, in the words of the function or the query that failed. */
export function failureMessage({ status, error, cause }: ExecutionEnd): string | undefined {
  if (status === 'SUCCEEDED') return undefined;
  return [error ?? status, ...(cause === undefined ? [] : [causeMessage(cause)])].join(': ');
}

/** Lambda and Athena leave JSON as the cause, Step Functions itself leaves text. */
export function causeMessage(cause: string): string {
  const parsed = parseJson(cause);
  if (!isRecord(parsed)) return cause;
  if (typeof parsed['errorMessage'] === 'string') return parsed['errorMessage'];
  const execution = isRecord(parsed['QueryExecution']) ? parsed['QueryExecution'] : parsed;
  const status = execution['Status'];
  const reason = isRecord(status) ? status['StateChangeReason'] : undefined;
  return typeof reason === 'string' ? reason : cause;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
