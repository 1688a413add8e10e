import type {
  AddPermissionCommandInput,
  AddPermissionCommandOutput,
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  RemovePermissionCommandInput,
  RemovePermissionCommandOutput,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { functionRequest } from '../authorize-function.ts';
import { refuseQualifier, requireFunction } from '../function-address.ts';
import { lambdaStore, type PolicyStatement } from '../store.ts';

export const addPermission = defineOperation<AddPermissionCommandInput, AddPermissionCommandOutput>({
  service: 'lambda',
  name: 'AddPermission',
  authorize: (input, context) => [functionRequest('AddPermission', input.FunctionName, context)],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    const { scope, record } = requireFunction(context, input.FunctionName);
    const statements = record.policy?.Statement ?? [];
    if (statements.some(({ Sid }) => Sid === input.StatementId)) {
      throw new AwsError(
        'ResourceConflictException',
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        { status: 409 },
      );
    }
    const statement = permissionStatement(input, record.arn);
    lambdaStore(context.cloud).functions.put(scope, record.name, {
      ...record,
      policy: { Version: '2012-10-17', Id: 'default', Statement: [...statements, statement] },
    });
    return { Statement: JSON.stringify(statement) };
  },
});

export const removePermission = defineOperation<RemovePermissionCommandInput, RemovePermissionCommandOutput>({
  service: 'lambda',
  name: 'RemovePermission',
  authorize: (input, context) => [functionRequest('RemovePermission', input.FunctionName, context)],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    const { scope, record } = requireFunction(context, input.FunctionName);
    const { policy, ...rest } = record;
    const left = policy?.Statement.filter(({ Sid }) => Sid !== input.StatementId) ?? [];
    if (!policy || left.length === policy.Statement.length) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Statement ${input.StatementId} is not found in resource policy.`,
        {
          status: 404,
        },
      );
    }
    const kept = left.length > 0 ? { ...rest, policy: { ...policy, Statement: left } } : rest;
    lambdaStore(context.cloud).functions.put(scope, record.name, kept);
    return {};
  },
});

export const getPolicy = defineOperation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  service: 'lambda',
  name: 'GetPolicy',
  authorize: (input, context) => [functionRequest('GetPolicy', input.FunctionName, context)],
  handle: (input, context) => {
    refuseQualifier(input.Qualifier);
    const { record } = requireFunction(context, input.FunctionName);
    if (record.policy) return { Policy: JSON.stringify(record.policy), RevisionId: record.revisionId };
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
      status: 404,
    });
  },
});

/** What is not understood is refused: a condition that is left out would widen the permission. */
function permissionStatement(input: AddPermissionCommandInput, arn: string): PolicyStatement {
  if (input.FunctionUrlAuthType ?? input.EventSourceToken ?? input.InvokedViaFunctionUrl) {
    throw new AwsError(
      'InvalidParameterValueException',
      'the sandbox does not offer function URLs and event source tokens',
    );
  }
  const equals = {
    ...(input.SourceAccount !== undefined && { 'aws:SourceAccount': input.SourceAccount }),
    ...(input.PrincipalOrgID !== undefined && { 'aws:PrincipalOrgID': input.PrincipalOrgID }),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(input.SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': input.SourceArn } }),
  };
  return {
    Sid: input.StatementId ?? '',
    Effect: 'Allow',
    Principal: statementPrincipal(input.Principal ?? ''),
    Action: input.Action,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function statementPrincipal(principal: string): unknown {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith('arn:aws:iam::')) return { AWS: principal };
  if (principal.endsWith('.amazonaws.com')) return { Service: principal };
  throw new AwsError('InvalidParameterValueException', `The provided principal was invalid: ${principal}`);
}
