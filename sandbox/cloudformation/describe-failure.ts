import { MeshError } from '../../core/errors/mesh-error.ts';
import { AwsError } from '../cloud/aws-error.ts';
import type { StackFailure } from './stack-event.ts';

/** One line for people: what went wrong, with the service's code or what to do about it. */
export function describeFailure(error: unknown): string {
  if (error instanceof AwsError) return `${error.message} (${error.code})`;
  if (error instanceof MeshError)
    return error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What failed in a stack, in one line. */
export function describeFailures(failures: readonly StackFailure[]): string {
  return failures.map(({ logicalId, reason }) => (logicalId ? `${logicalId}: ${reason}` : reason)).join('; ');
}
