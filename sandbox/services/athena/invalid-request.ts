import { AwsError } from '../../cloud/aws-error.ts';

/** Athena's error for whatever is wrong with a call. */
export function invalidRequest(message: string, code = 'INVALID_INPUT'): AwsError {
  return new AwsError('InvalidRequestException', message, { details: { AthenaErrorCode: code } });
}
