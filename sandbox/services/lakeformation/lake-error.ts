import { insufficientPermission } from '../../../core/access/lakeformation/table-access.ts';
import { AwsError } from '../../cloud/aws-error.ts';

/** `Insufficient Lake Formation permission(s): Required Describe on flights_v1` */
export function insufficient(required: string, resource: string): AwsError {
  return new AwsError('AccessDeniedException', insufficientPermission({ required, resource }));
}

export function notAuthorizedToGrant(): AwsError {
  return new AwsError(
    'AccessDeniedException',
    'Resource does not exist or requester is not authorized to access requested permissions.',
  );
}

export function entityNotFound(message: string): AwsError {
  return new AwsError('EntityNotFoundException', message);
}

export function alreadyExists(message: string): AwsError {
  return new AwsError('AlreadyExistsException', message);
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}
