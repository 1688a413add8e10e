import type { OpenTableFormatInput, TableInput } from '@aws-sdk/client-glue';
import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { sdkShape } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  CatalogId: z.string(),
  DatabaseName: z.string(),
  Name: z.string().optional(),
  TableInput: sdkShape<Partial<TableInput>>(
    'Description',
    'Name',
    'Owner',
    'Parameters',
    'PartitionKeys',
    'Retention',
    'StorageDescriptor',
    'TableType',
    'TargetTable',
    'ViewExpandedText',
    'ViewOriginalText',
  ).optional(),
  OpenTableFormatInput: sdkShape<OpenTableFormatInput>('IcebergInput').optional(),
});
type Properties = z.infer<typeof Properties>;

export const glueTable = defineProvider<Properties>({
  type: 'AWS::Glue::Table',
  properties: Properties,
  createOnly: ['CatalogId', 'DatabaseName', 'Name', 'TableInput.Name'],
  identify: (properties, context) => `${properties.DatabaseName}|${nameOf(properties, context)}`,
  ref: (physicalId) => tableName(physicalId),
  create: async (properties, context) => {
    const { CatalogId, DatabaseName, TableInput, OpenTableFormatInput } = properties;
    const Name = nameOf(properties, context);
    await context.call('glue', 'CreateTable', {
      CatalogId,
      DatabaseName,
      TableInput: { ...TableInput, Name },
      ...(OpenTableFormatInput && { OpenTableFormatInput }),
    });
    return { physicalId: `${DatabaseName}|${Name}` };
  },
  read: async (physicalId, { call }, { CatalogId, DatabaseName }) => {
    const Name = tableName(physicalId);
    return (
      (await unlessAbsent(call('glue', 'GetTable', { CatalogId, DatabaseName, Name }))) && { Id: physicalId }
    );
  },
  describe: async (physicalId, { call }, { CatalogId, DatabaseName }) => {
    const Name = tableName(physicalId);
    const found = await unlessAbsent(call('glue', 'GetTable', { CatalogId, DatabaseName, Name }));
    const table = found?.Table;
    if (table === undefined) return undefined;
    const shape = picked(table, 'StorageDescriptor', 'PartitionKeys', 'TargetTable', 'TableType');
    return {
      TableInput: { ...shape, ...picked(table, 'Name', 'Description', 'Owner', 'Parameters', 'Retention') },
    };
  },
  update: async (physicalId, { desired }, { call }) => {
    const { CatalogId, DatabaseName, TableInput } = desired;
    const Name = tableName(physicalId);
    const { Table } = await call('glue', 'GetTable', { CatalogId, DatabaseName, Name });
    refuseIceberg(physicalId, { ...Table?.Parameters, ...TableInput?.Parameters });
    await call('glue', 'UpdateTable', { CatalogId, DatabaseName, TableInput: { ...TableInput, Name } });
    return undefined;
  },
  delete: async (physicalId, { call }, { CatalogId, DatabaseName }) => {
    await unlessAbsent(call('glue', 'DeleteTable', { CatalogId, DatabaseName, Name: tableName(physicalId) }));
  },
});

function nameOf({ Name, TableInput }: Properties, context: ResourceContext): string {
  return Name ?? TableInput?.Name ?? generatedName(context, 255).toLowerCase();
}

function tableName(physicalId: string): string {
  return physicalId.slice(physicalId.indexOf('|') + 1);
}

/** CloudFormation's update would overwrite the pointer to the table's metadata: on AWS it breaks the table. */
function refuseIceberg(physicalId: string, parameters: Readonly<Record<string, string | undefined>>): void {
  if (parameters['table_type']?.toUpperCase() !== 'ICEBERG') return;
  throw new AwsError(
    'InvalidRequest',
    `${physicalId} is an Iceberg table: CloudFormation must not update it; evolve it through a custom resource or Athena`,
  );
}
