import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { keyAs, picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import type { ResourceContext } from '../resource-provider.ts';

type Wanted = { readonly SSESpecification?: { readonly KMSMasterKeyId?: string | undefined } | undefined };

/** A table as its service holds it, in the template's words. */
export async function describeTable(TableName: string, { call }: ResourceContext, wanted: Wanted) {
  const found = await unlessAbsent(call('dynamodb', 'DescribeTable', { TableName }));
  const table = found?.Table;
  if (table === undefined) return undefined;
  const backups = await call('dynamodb', 'DescribeContinuousBackups', { TableName });
  const { TimeToLiveDescription: ttl } = await call('dynamodb', 'DescribeTimeToLive', { TableName });
  const { Tags } = await call('dynamodb', 'ListTagsOfResource', { ResourceArn: table.TableArn });
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return {
    ...picked(table, 'TableName', 'KeySchema', 'AttributeDefinitions', 'DeletionProtectionEnabled'),
    BillingMode: table.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    PointInTimeRecoverySpecification: {
      PointInTimeRecoveryEnabled: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
    },
    TimeToLiveSpecification: {
      AttributeName: ttl?.AttributeName,
      Enabled: ttl?.TimeToLiveStatus === 'ENABLED',
    },
    SSESpecification: encryption(table, wanted),
    Tags,
  };
}

function encryption({ SSEDescription: sse }: TableDescription, { SSESpecification }: Wanted) {
  return {
    SSEEnabled: sse?.Status === 'ENABLED',
    SSEType: sse?.SSEType,
    KMSMasterKeyId: keyAs(SSESpecification?.KMSMasterKeyId, sse?.KMSMasterKeyArn),
  };
}
