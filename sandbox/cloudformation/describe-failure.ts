import { MeshError } from '../../core/errors/mesh-error.ts';
import { AwsError } from '../cloud/aws-error.ts';

/** One line for people: what went wrong, with the service's code or what to do about it. */
export function describeFailure(error: unknown): string {
  if (error instanceof AwsError) return `${error.message} (${error.code})`;
  if (error instanceof MeshError)
    return error.hint === undefined ? error.message : `${error.message}; ${error.hint}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
