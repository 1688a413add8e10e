import type { CreateDatabaseCommandInput, CreateDatabaseCommandOutput } from '@aws-sdk/client-glue';
import { defineOperation } from '../../../cloud/operation.ts';
import { alreadyExists, invalidInput } from '../../lakeformation/lake-error.ts';
import { lakeSettings } from '../../lakeformation/store.ts';
import { catalogName } from '../catalog.ts';
import { catalogRequests } from '../catalog-requests.ts';
import { grantDefaults, parseDefaults } from '../default-grants.ts';
import { guardCatalog, guardLocation } from '../lake-guard.ts';
import { type DatabaseRecord, glueStore } from '../store.ts';
import { visitorOf } from '../visitor.ts';

type DatabaseInput = NonNullable<CreateDatabaseCommandInput['DatabaseInput']>;

export const createDatabase = defineOperation<CreateDatabaseCommandInput, CreateDatabaseCommandOutput>({
  service: 'glue',
  name: 'CreateDatabase',
  authorize: ({ CatalogId, DatabaseInput: input }, context) =>
    catalogRequests('CreateDatabase', context, { CatalogId, database: input?.Name }),
  handle: ({ CatalogId, DatabaseInput: input, Tags }, context) =>
    context.cloud.store.transaction(() => {
      const visitor = visitorOf(context, CatalogId);
      const { cloud, scope, principal } = visitor;
      const name = catalogName(input?.Name, 'DatabaseInput.Name');
      guardCatalog(visitor);
      if (glueStore(cloud).databases.get(scope, name)) throw alreadyExists('Database already exists.');
      guardLocation(visitor, input?.LocationUri);
      const settings = lakeSettings(cloud, scope);
      const database = {
        name,
        tableDefaults: settings.tableDefaults,
        tags: Tags ?? {},
        creator: principal,
        createdAt: context.now.toISOString(),
        ...membersOf(input ?? { Name: name }),
      };
      glueStore(cloud).databases.put(scope, name, database);
      grantDefaults(cloud, scope, { kind: 'database', database: name }, settings.databaseDefaults);
      return {};
    }),
});

/** What an input says of a database; what it leaves out is absent. */
export function membersOf(
  input: DatabaseInput,
): Pick<DatabaseRecord, 'description' | 'locationUri' | 'parameters' | 'target'> & Partial<DatabaseRecord> {
  if (input.FederatedDatabase) throw invalidInput('the sandbox has no federated databases');
  const { Description, LocationUri, Parameters, TargetDatabase, CreateTableDefaultPermissions } = input;
  return {
    ...(Description !== undefined && { description: Description }),
    ...(LocationUri !== undefined && { locationUri: LocationUri }),
    ...(Parameters !== undefined && { parameters: Parameters }),
    ...(TargetDatabase !== undefined && { target: TargetDatabase }),
    ...(CreateTableDefaultPermissions !== undefined && {
      tableDefaults: parseDefaults(CreateTableDefaultPermissions),
    }),
  };
}
