import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  ProvisionedThroughput,
  StreamSpecification,
} from '@aws-sdk/client-dynamodb';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { flag, sdkShape, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';
import { describeTable } from './dynamodb-table-live.ts';

const Properties = z.strictObject({
  TableName: z.string().optional(),
  KeySchema: z.array(sdkShape<KeySchemaElement>('AttributeName', 'KeyType')),
  AttributeDefinitions: z.array(sdkShape<AttributeDefinition>('AttributeName', 'AttributeType')),
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).default('PROVISIONED'),
  ProvisionedThroughput: sdkShape<ProvisionedThroughput>(
    'ReadCapacityUnits',
    'WriteCapacityUnits',
  ).optional(),
  GlobalSecondaryIndexes: z
    .array(sdkShape<GlobalSecondaryIndex>('IndexName', 'KeySchema', 'Projection', 'ProvisionedThroughput'))
    .optional(),
  LocalSecondaryIndexes: z
    .array(sdkShape<LocalSecondaryIndex>('IndexName', 'KeySchema', 'Projection'))
    .optional(),
  StreamSpecification: sdkShape<StreamSpecification>('StreamViewType').optional(),
  SSESpecification: z
    .strictObject({
      SSEEnabled: flag,
      SSEType: z.literal('KMS').optional(),
      KMSMasterKeyId: z.string().optional(),
    })
    .optional(),
  PointInTimeRecoverySpecification: z.strictObject({ PointInTimeRecoveryEnabled: flag }).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
  DeletionProtectionEnabled: flag.default(false),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const dynamodbTable = defineProvider<Properties>({
  type: 'AWS::DynamoDB::Table',
  properties: Properties,
  createOnly: ['TableName', 'KeySchema'],
  identifiers: ['TableName'],
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const TableName = nameOf(properties, context);
    await context.call('dynamodb', 'CreateTable', { TableName, ...creation(properties) });
    await ensureSettings(TableName, undefined, properties, context);
    return { physicalId: TableName };
  },
  read: async (TableName, { call }) => {
    const found = await unlessAbsent(call('dynamodb', 'DescribeTable', { TableName }));
    return found?.Table && { Arn: found.Table.TableArn, StreamArn: found.Table.LatestStreamArn };
  },
  describe: describeTable,
  update: async (TableName, { previous, desired }, context) => {
    for (const name of [
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'StreamSpecification',
    ] as const) {
      if (isDeepStrictEqual(previous[name], desired[name])) continue;
      throw new AwsError('ValidationException', `the sandbox cannot change ${name} of a table that is there`);
    }
    await ensureSettings(TableName, previous, desired, context);
    const ResourceArn = `arn:aws:dynamodb:${context.region}:${context.accountId}:table/${TableName}`;
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0) await context.call('dynamodb', 'TagResource', { ResourceArn, Tags: tags.set });
    if (tags.removed.length > 0)
      await context.call('dynamodb', 'UntagResource', { ResourceArn, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (TableName, { call }) => {
    await unlessAbsent(call('dynamodb', 'DeleteTable', { TableName }));
  },
});

function nameOf({ TableName }: Properties, context: ResourceContext): string {
  return TableName ?? generatedName(context, 255);
}

function creation(properties: Properties): Omit<CreateTableCommandInput, 'TableName'> {
  const { KeySchema, AttributeDefinitions, BillingMode, ProvisionedThroughput, StreamSpecification } =
    properties;
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes, SSESpecification, Tags } = properties;
  return {
    KeySchema,
    AttributeDefinitions,
    BillingMode,
    ...(ProvisionedThroughput && { ProvisionedThroughput }),
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes }),
    ...(StreamSpecification && { StreamSpecification: { ...StreamSpecification, StreamEnabled: true } }),
    ...(SSESpecification && { SSESpecification: encryption(SSESpecification) }),
    ...(Tags && Tags.length > 0 && { Tags }),
  };
}

function encryption({ SSEEnabled, SSEType, KMSMasterKeyId }: NonNullable<Properties['SSESpecification']>) {
  return {
    Enabled: SSEEnabled,
    ...(SSEType !== undefined && { SSEType }),
    ...(KMSMasterKeyId !== undefined && { KMSMasterKeyId }),
  };
}

/** Protection comes last, so that a table whose creation fails can be taken back. */
async function ensureSettings(
  TableName: string,
  previous: Properties | undefined,
  desired: Properties,
  { call }: ResourceContext,
): Promise<void> {
  if (desired.PointInTimeRecoverySpecification || previous?.PointInTimeRecoverySpecification) {
    const isOn = desired.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled === true;
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: isOn };
    await call('dynamodb', 'UpdateContinuousBackups', { TableName, PointInTimeRecoverySpecification });
  }
  const ttl = desired.TimeToLiveSpecification ?? previous?.TimeToLiveSpecification;
  if (ttl?.AttributeName !== undefined) {
    const Enabled = desired.TimeToLiveSpecification?.Enabled === true;
    const TimeToLiveSpecification = { AttributeName: ttl.AttributeName, Enabled };
    await call('dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification });
  }
  const { BillingMode, ProvisionedThroughput, SSESpecification, DeletionProtectionEnabled } = desired;
  if (previous !== undefined && !isDeepStrictEqual(billing(previous), billing(desired))) {
    await call('dynamodb', 'UpdateTable', {
      TableName,
      BillingMode,
      ...(ProvisionedThroughput && { ProvisionedThroughput }),
    });
  }
  if (previous !== undefined && !isDeepStrictEqual(previous.SSESpecification, SSESpecification)) {
    const next = encryption(SSESpecification ?? { SSEEnabled: false });
    await call('dynamodb', 'UpdateTable', { TableName, SSESpecification: next });
  }
  if (DeletionProtectionEnabled || previous?.DeletionProtectionEnabled === true) {
    await call('dynamodb', 'UpdateTable', { TableName, DeletionProtectionEnabled });
  }
}

function billing({ BillingMode, ProvisionedThroughput }: Properties) {
  return { BillingMode, ProvisionedThroughput };
}
