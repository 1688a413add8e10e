import { AwsError } from '../cloud/aws-error.ts';

const NOT_FOUND: ReadonlySet<string> = new Set([
  'NoSuchEntity',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchKey',
  'NotFound',
  '404',
  'StateMachineDoesNotExist',
  'ResourceNotFound',
  'QueueDoesNotExist',
]);

/** Services name an absent thing in many ways: `EntityNotFoundException`, `NoSuchBucket`, `NotFoundException`… */
export function isNotFound(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return NOT_FOUND.has(error.code) || /NotFound(Exception|Fault)?$/.test(error.code) || error.status === 404;
}

const ALREADY_THERE: ReadonlySet<string> = new Set(['BucketAlreadyOwnedByYou', 'ParameterAlreadyExists']);

/** `AlreadyExistsException`, `EntityAlreadyExists`, `ResourceConflictException`, `BucketAlreadyOwnedByYou`… */
export function isAlreadyThere(error: unknown): boolean {
  if (!(error instanceof AwsError)) return false;
  return (
    ALREADY_THERE.has(error.code) || /(AlreadyExists(Exception)?|ResourceConflictException)$/.test(error.code)
  );
}

/** The answer, or `undefined` when there is no such thing. */
export async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
