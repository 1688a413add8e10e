import { AwsError } from '../../../cloud/aws-error.ts';
import { StatesError } from '../asl/states-error.ts';

/** A refused call as a task's failure: `<Service>.<Exception>`, as the optimized and SDK integrations name it. */
export function taskFailure(service: string, error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  const name = /(?:Exception|Error|Fault)$/.test(error.code) ? error.code : `${error.code}Exception`;
  const cause = `${error.message} (Service: ${service}, Status Code: ${error.status})`;
  return new StatesError(`${service}.${name}`, cause);
}

/** One argument of a task that must be a text; a wrong one is the definition's mistake. */
export function textArgument(input: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = input[field];
  if (value === undefined || typeof value === 'string') return value;
  throw new StatesError('States.Runtime', `The value for the field '${field}' must be a STRING.`);
}

/** The input of a task as an object; anything else is the definition's mistake. */
export function taskArguments(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  throw new StatesError('States.Runtime', 'The Arguments of this task must be an object.');
}
