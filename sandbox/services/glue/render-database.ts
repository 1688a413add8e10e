import type { Database } from '@aws-sdk/client-glue';
import type { DatabaseRecord } from './store.ts';

export function renderDatabase(database: DatabaseRecord, catalogId: string): Database {
  return {
    Name: database.name,
    CatalogId: catalogId,
    CreateTime: new Date(database.createdAt),
    CreateTableDefaultPermissions: database.tableDefaults.map(({ principal, permissions }) => ({
      Principal: { DataLakePrincipalIdentifier: principal },
      // They were checked when they were put.
      Permissions: [...permissions] as never,
    })),
    ...(database.description !== undefined && { Description: database.description }),
    ...(database.locationUri !== undefined && { LocationUri: database.locationUri }),
    ...(database.parameters !== undefined && { Parameters: { ...database.parameters } }),
    ...(database.target !== undefined && { TargetDatabase: database.target }),
  };
}
