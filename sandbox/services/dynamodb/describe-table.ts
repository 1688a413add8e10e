import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { Cloud } from '../../cloud/cloud.ts';
import { items, type TableRecord } from './store.ts';
import { tableAddress } from './table.ts';

export function describeTable(cloud: Cloud, table: TableRecord): TableDescription {
  const { scope } = tableAddress({ accountId: '', region: '' }, table.arn);
  const rows = items(cloud).list(scope, `${table.name}/`);
  const units = { ReadCapacityUnits: table.readUnits, WriteCapacityUnits: table.writeUnits };
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: 'ACTIVE',
    CreationDateTime: new Date(table.createdAt),
    KeySchema: [...table.keySchema],
    AttributeDefinitions: [...table.attributes],
    ItemCount: rows.length,
    TableSizeBytes: rows.reduce((sum, [, item]) => sum + JSON.stringify(item).length, 0),
    ProvisionedThroughput: { ...units, NumberOfDecreasesToday: 0 },
    ...(table.billing === 'PAY_PER_REQUEST' && { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } }),
    DeletionProtectionEnabled: table.deletionProtection,
    ...(table.keyArn !== undefined && {
      SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: table.keyArn },
    }),
    ...(table.globalIndexes.length > 0 && {
      GlobalSecondaryIndexes: table.globalIndexes.map((index) => ({
        IndexName: index.IndexName,
        IndexArn: `${table.arn}/index/${index.IndexName}`,
        IndexStatus: 'ACTIVE',
        KeySchema: index.KeySchema,
        Projection: index.Projection,
      })),
    }),
    ...(table.localIndexes.length > 0 && {
      LocalSecondaryIndexes: table.localIndexes.map((index) => ({
        IndexName: index.IndexName,
        IndexArn: `${table.arn}/index/${index.IndexName}`,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
      })),
    }),
  };
}
