import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { type FunctionRecord, lambdaStore } from './store.ts';

export type FunctionAddress = { readonly scope: Scope; readonly name: string; readonly arn: string };

/** Where a function given by name, `account:function:name` or ARN lives, whether or not it exists. */
export function functionAddress(context: RequestContext, nameOrArn: string | undefined): FunctionAddress {
  const text = nameOrArn ?? '';
  const arn = parseArn(text);
  const [, partialAccount, name = '', qualifier] =
    /^(?:(\d{12}):)?(?:function:)?([\w-]{1,64})(?::([\w$-]+))?$/.exec(arn ? arn.resource : text) ?? [];
  if (name === '' || (arn !== undefined && arn.service !== 'lambda')) {
    throw new AwsError(
      'InvalidParameterValueException',
      `${JSON.stringify(text)} is not a function's name or ARN`,
    );
  }
  if (qualifier !== undefined) refuseQualifier(qualifier);
  const scope = {
    accountId: arn?.accountId ?? partialAccount ?? context.accountId,
    region: arn?.region ?? context.region,
  };
  // Both become folders of the function's code.
  if (!/^\d{12}$/.test(scope.accountId) || !/^[a-z0-9-]+$/.test(scope.region)) {
    throw new AwsError(
      'InvalidParameterValueException',
      `${JSON.stringify(text)} has no valid account and region`,
    );
  }
  return { scope, name, arn: `arn:aws:lambda:${scope.region}:${scope.accountId}:function:${name}` };
}

/** The sandbox has one version of a function: the latest. */
export function refuseQualifier(qualifier: string | undefined): void {
  if (qualifier === undefined || qualifier === '$LATEST') return;
  throw new AwsError(
    'ResourceNotFoundException',
    `the sandbox does not offer versions and aliases of functions (${qualifier}); use the function's own ARN`,
    { status: 404 },
  );
}

export function findFunction(
  context: RequestContext,
  nameOrArn: string | undefined,
): { readonly scope: Scope; readonly record: FunctionRecord | undefined; readonly arn: string } {
  const { scope, name, arn } = functionAddress(context, nameOrArn);
  return { scope, arn, record: lambdaStore(context.cloud).functions.get(scope, name) };
}

export function requireFunction(
  context: RequestContext,
  nameOrArn: string | undefined,
): { readonly scope: Scope; readonly record: FunctionRecord } {
  const { scope, record, arn } = findFunction(context, nameOrArn);
  if (record) return { scope, record };
  throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, { status: 404 });
}
