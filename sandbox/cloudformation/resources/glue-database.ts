import type { DatabaseInput } from '@aws-sdk/client-glue';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { sdkShape } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  CatalogId: z.string(),
  DatabaseName: z.string().optional(),
  // CloudFormation makes up a name, the API wants one.
  DatabaseInput: sdkShape<Partial<DatabaseInput>>(
    'CreateTableDefaultPermissions',
    'Description',
    'FederatedDatabase',
    'LocationUri',
    'Name',
    'Parameters',
    'TargetDatabase',
  ),
});
type Properties = z.infer<typeof Properties>;

export const glueDatabase = defineProvider<Properties>({
  type: 'AWS::Glue::Database',
  properties: Properties,
  createOnly: ['CatalogId', 'DatabaseName', 'DatabaseInput.Name'],
  identifiers: ['DatabaseName'],
  identify: nameOf,
  create: async (properties, context) => {
    const Name = nameOf(properties, context);
    const { CatalogId, DatabaseInput } = properties;
    await context.call('glue', 'CreateDatabase', { CatalogId, DatabaseInput: { ...DatabaseInput, Name } });
    return { physicalId: Name };
  },
  read: async (Name, { call }, { CatalogId }) =>
    (await unlessAbsent(call('glue', 'GetDatabase', { CatalogId, Name }))) && {},
  describe: async (Name, { call }, { CatalogId }) => {
    const found = await unlessAbsent(call('glue', 'GetDatabase', { CatalogId, Name }));
    const database = found?.Database;
    return (
      database && {
        DatabaseInput: {
          ...picked(database, 'Name', 'Description', 'LocationUri', 'Parameters', 'TargetDatabase'),
          CreateTableDefaultPermissions: database.CreateTableDefaultPermissions,
        },
      }
    );
  },
  update: async (Name, { desired }, { call }) => {
    const { CatalogId, DatabaseInput } = desired;
    await call('glue', 'UpdateDatabase', { CatalogId, Name, DatabaseInput: { ...DatabaseInput, Name } });
    return undefined;
  },
  delete: async (Name, { call }, { CatalogId }) => {
    await unlessAbsent(call('glue', 'DeleteDatabase', { CatalogId, Name }));
  },
});

function nameOf({ DatabaseName, DatabaseInput }: Properties, context: ResourceContext): string {
  return DatabaseName ?? DatabaseInput.Name ?? generatedName(context, 255).toLowerCase();
}
