import { StatesError } from '../asl/states-error.ts';

/** AWS's limit on inputs and results of executions, states and tasks. */
export const PAYLOAD_BYTES_MAX = 262_144;
/** AWS's limit on one variable and on all variables of one `Assign`; all of an execution may have 40 times that. */
export const VARIABLES_BYTES_MAX = 262_144;

export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** The JSON text of a payload; too large a one fails the state. */
export function payloadText(value: unknown, what: string): string {
  const text = JSON.stringify(value) ?? 'null';
  if (Buffer.byteLength(text) <= PAYLOAD_BYTES_MAX) return text;
  throw new StatesError(
    'States.DataLimitExceeded',
    `The state/task ${what} returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
