import { randomUUID } from 'node:crypto';
import type {
  CreateTableCommandInput,
  CreateTableCommandOutput,
  DeleteTableCommandInput,
  DeleteTableCommandOutput,
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  ListTablesCommandInput,
  ListTablesCommandOutput,
  SSESpecification,
  UpdateTableCommandInput,
  UpdateTableCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { findKey } from '../../kms/find-key.ts';
import { describeTable as describe } from '../describe-table.ts';
import { validate } from '../run-action.ts';
import { items, tables } from '../store.ts';
import { changeTable, requireTable, tableAddress, tableArn, tableRequest } from '../table.ts';

export const createTable = defineOperation<CreateTableCommandInput, CreateTableCommandOutput>({
  service: 'dynamodb',
  name: 'CreateTable',
  members: [
    'AttributeDefinitions',
    'BillingMode',
    'DeletionProtectionEnabled',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'ProvisionedThroughput',
    'SSESpecification',
    'TableClass',
    'TableName',
    'Tags',
  ],
  authorize: (input, context) => [
    tableRequest(context, { action: 'CreateTable', table: input.TableName }),
    ...(input.Tags?.length ? [tableRequest(context, { action: 'TagResource', table: input.TableName })] : []),
  ],
  handle: (input, context) => {
    const { cloud, accountId, region, now } = context;
    const {
      BillingMode = 'PROVISIONED',
      SSESpecification,
      DeletionProtectionEnabled,
      Tags,
      TableClass,
    } = input;
    if (TableClass !== undefined && TableClass !== 'STANDARD')
      throw new AwsError('ValidationException', `the sandbox does not support the table class ${TableClass}`);
    const {
      SSESpecification: _s,
      DeletionProtectionEnabled: _d,
      Tags: _t,
      TableClass: _c,
      ...schema
    } = input;
    validate('CreateTable', schema);
    const scope = { accountId, region };
    const name = input.TableName ?? '';
    if (tables(cloud).get(scope, name))
      throw new AwsError('ResourceInUseException', `Table already exists: ${name}`);
    const keyArn = tableKey(context, SSESpecification);
    tables(cloud).put(scope, name, {
      name,
      id: randomUUID(),
      arn: tableArn(scope, name),
      createdAt: now.toISOString(),
      keySchema: input.KeySchema ?? [],
      attributes: input.AttributeDefinitions ?? [],
      globalIndexes: input.GlobalSecondaryIndexes ?? [],
      localIndexes: input.LocalSecondaryIndexes ?? [],
      billing: BillingMode,
      readUnits: input.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
      writeUnits: input.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
      ...(keyArn !== undefined && { keyArn }),
      deletionProtection: DeletionProtectionEnabled ?? false,
      tags: Tags ?? [],
    });
    return { TableDescription: describe(cloud, requireTable(cloud, scope, name)) };
  },
});

/** Without a key of the account's own, the table is encrypted with one that nobody needs a permission for. */
function tableKey(
  { cloud, accountId, region }: RequestContext,
  specification: SSESpecification | undefined,
): string | undefined {
  if (specification?.Enabled !== true || specification.KMSMasterKeyId === undefined) return undefined;
  return findKey(cloud, { accountId, region }, specification.KMSMasterKeyId).key.arn;
}

export const describeTable = defineOperation<DescribeTableCommandInput, DescribeTableCommandOutput>({
  service: 'dynamodb',
  name: 'DescribeTable',
  members: ['TableName'],
  authorize: (input, context) => [tableRequest(context, { action: 'DescribeTable', table: input.TableName })],
  handle: (input, context) => ({
    Table: describe(context.cloud, requireTable(context.cloud, context, input.TableName)),
  }),
});

export const listTables = defineOperation<ListTablesCommandInput, ListTablesCommandOutput>({
  service: 'dynamodb',
  name: 'ListTables',
  members: ['ExclusiveStartTableName', 'Limit'],
  authorize: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
  handle: ({ ExclusiveStartTableName = '', Limit = 100 }, { cloud, accountId, region }) => {
    const names = tables(cloud)
      .list({ accountId, region })
      .map(([name]) => name)
      .filter((name) => name > ExclusiveStartTableName);
    const page = names.slice(0, Limit);
    const last = page.at(-1);
    return {
      TableNames: page,
      ...(names.length > page.length && last !== undefined && { LastEvaluatedTableName: last }),
    };
  },
});

export const updateTable = defineOperation<UpdateTableCommandInput, UpdateTableCommandOutput>({
  service: 'dynamodb',
  name: 'UpdateTable',
  members: [
    'BillingMode',
    'DeletionProtectionEnabled',
    'ProvisionedThroughput',
    'SSESpecification',
    'TableName',
  ],
  authorize: (input, context) => [tableRequest(context, { action: 'UpdateTable', table: input.TableName })],
  handle: (input, context) => {
    const { BillingMode, DeletionProtectionEnabled, ProvisionedThroughput, SSESpecification } = input;
    const changed = changeTable(context, input.TableName, ({ keyArn: previous, ...table }) => {
      const keyArn = SSESpecification ? tableKey(context, SSESpecification) : previous;
      return {
        ...table,
        ...(keyArn !== undefined && { keyArn }),
        ...(BillingMode !== undefined && { billing: BillingMode }),
        ...(DeletionProtectionEnabled !== undefined && { deletionProtection: DeletionProtectionEnabled }),
        ...(ProvisionedThroughput && {
          readUnits: ProvisionedThroughput.ReadCapacityUnits ?? 0,
          writeUnits: ProvisionedThroughput.WriteCapacityUnits ?? 0,
        }),
      };
    });
    return { TableDescription: describe(context.cloud, changed) };
  },
});

export const deleteTable = defineOperation<DeleteTableCommandInput, DeleteTableCommandOutput>({
  service: 'dynamodb',
  name: 'DeleteTable',
  members: ['TableName'],
  authorize: (input, context) => [tableRequest(context, { action: 'DeleteTable', table: input.TableName })],
  handle: (input, { cloud, ...context }) => {
    const table = requireTable(cloud, context, input.TableName);
    if (table.deletionProtection)
      throw new AwsError(
        'ValidationException',
        `Resource cannot be deleted as it is currently protected against deletion: ${table.name}`,
      );
    const description = describe(cloud, table);
    const { scope } = tableAddress(context, table.arn);
    cloud.store.transaction(() => {
      for (const [key] of items(cloud).list(scope, `${table.name}/`)) items(cloud).delete(scope, key);
      tables(cloud).delete(scope, table.name);
    });
    return { TableDescription: { ...description, TableStatus: 'DELETING' } };
  },
});
