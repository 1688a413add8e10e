import { parseArn } from '../../cloud/arn.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { AuthorizationRequest, ConditionContext, RequestContext } from '../../cloud/operation.ts';
import type { Scope } from '../../cloud/store.ts';
import { findUsableKey, keyRequest } from '../kms/find-key.ts';
import { type TableRecord, tables } from './store.ts';

export function tableArn({ accountId, region }: Scope, name: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}

/** Where a table lives by its name or ARN. */
export function tableAddress(scope: Scope, nameOrArn: string | undefined): { scope: Scope; name: string } {
  const arn = parseArn(nameOrArn ?? '');
  if (!arn) return { scope: { accountId: scope.accountId, region: scope.region }, name: nameOrArn ?? '' };
  return {
    scope: { accountId: arn.accountId, region: arn.region },
    name: arn.resource.replace(/^table\//, '').replace(/\/.*$/, ''),
  };
}

export function requireTable(cloud: Cloud, scope: Scope, nameOrArn: string | undefined): TableRecord {
  const address = tableAddress(scope, nameOrArn);
  const table = tables(cloud).get(address.scope, address.name);
  if (table) return table;
  throw new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${address.name} not found`,
  );
}

export function changeTable(
  { cloud, accountId, region }: RequestContext,
  nameOrArn: string | undefined,
  change: (table: TableRecord) => TableRecord,
): TableRecord {
  const address = tableAddress({ accountId, region }, nameOrArn);
  const changed = change(requireTable(cloud, address.scope, address.name));
  tables(cloud).put(address.scope, address.name, changed);
  return changed;
}

export type DataRequest = {
  readonly action: string;
  readonly table: string | undefined;
  readonly index?: string | undefined;
  readonly context?: ConditionContext;
};

/** The permission to act on a table or one of its indexes. */
export function tableRequest(context: RequestContext, request: DataRequest): AuthorizationRequest {
  const { scope, name } = tableAddress(context, request.table);
  const arn = tableArn(scope, name);
  return {
    action: `dynamodb:${request.action}`,
    resource: request.index === undefined ? arn : `${arn}/index/${request.index}`,
    resourceAccount: scope.accountId,
    ...(request.context && { context: request.context }),
  };
}

/** As `tableRequest`, with the key that encrypts the table: DynamoDB decrypts in its caller's name. */
export function dataRequests(context: RequestContext, request: DataRequest): readonly AuthorizationRequest[] {
  const { scope, name } = tableAddress(context, request.table);
  const keyArn = tables(context.cloud).get(scope, name)?.keyArn;
  const own = tableRequest(context, request);
  if (keyArn === undefined) return [own];
  const key = keyRequest(findUsableKey(context.cloud, scope, keyArn), 'Decrypt', {
    callerAccount: context.caller.accountId,
    context: {
      'kms:ViaService': `dynamodb.${scope.region}.amazonaws.com`,
      'kms:EncryptionContext:aws:dynamodb:tableName': name,
      'kms:EncryptionContext:aws:dynamodb:subscriberId': scope.accountId,
    },
  });
  return [own, key];
}
