import { AwsError } from '../../cloud/aws-error.ts';
import { knownAwsManaged } from './aws-managed-policies.ts';

export function noSuchRole(name: string): AwsError {
  return new AwsError('NoSuchEntityException', `The role with name ${name} cannot be found.`, {
    status: 404,
  });
}

export function noSuchPolicy(arn: string): AwsError {
  return new AwsError('NoSuchEntityException', `Policy ${arn} does not exist or is not attachable.`, {
    status: 404,
  });
}

export function unknownAwsPolicy(arn: string): AwsError {
  const known = knownAwsManaged().join(', ');
  return new AwsError(
    'NoSuchEntityException',
    `the sandbox does not know the AWS-managed policy ${arn}; it knows ${known}; add it in sandbox/services/iam/aws-managed-policies.ts`,
    { status: 404 },
  );
}

export function alreadyExists(kind: string, name: string): AwsError {
  const message = `${kind} with name ${name} already exists.`;
  return new AwsError('EntityAlreadyExistsException', message, { status: 409 });
}

export function malformedPolicy(why: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', why);
}

export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflictException', message, { status: 409 });
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
