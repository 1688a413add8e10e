import type { Permission } from '../../../core/access/lakeformation/grant.ts';
import {
  catalogPermissions,
  databasePermissions,
  hasLocation,
  isWithin,
  tablePermissions,
} from '../../../core/access/lakeformation/permissions.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { insufficient } from '../lakeformation/lake-error.ts';
import { lakeStateOf } from '../lakeformation/lake-state-of.ts';
import { locationArn, registrationOf } from '../lakeformation/locations.ts';
import { lakeSettings } from '../lakeformation/store.ts';
import { lakeTableOf } from './catalog.ts';
import type { DatabaseRecord, TableRecord } from './store.ts';

/** A principal at a catalog. */
export type Visitor = { readonly cloud: Cloud; readonly scope: Scope; readonly principal: string };

/** AWS's words for permissions in a refusal. */
const WORDS: Partial<Readonly<Record<Permission, string>>> = {
  ALTER: 'Alter',
  CREATE_TABLE: 'Create Table',
  DESCRIBE: 'Describe',
  DROP: 'Drop',
  INSERT: 'Insert',
  SELECT: 'Select',
};

export function guardCatalog({ cloud, scope, principal }: Visitor): void {
  // Where new databases are open to everybody whom IAM lets in, so is their creation.
  const isOpen = lakeSettings(cloud, scope).databaseDefaults.length > 0;
  if (isOpen || catalogPermissions(lakeStateOf(cloud, scope), principal).has('CREATE_DATABASE')) return;
  throw insufficient('Create Database', 'Catalog');
}

export function mayOnDatabase(visitor: Visitor, database: string, permission: Permission): boolean {
  const state = lakeStateOf(visitor.cloud, visitor.scope);
  return databasePermissions(state, visitor.principal, database).has(permission);
}

export function guardDatabase(visitor: Visitor, database: string, permission: Permission): void {
  if (mayOnDatabase(visitor, database, permission)) return;
  throw insufficient(WORDS[permission] ?? permission, database);
}

export function guardTable(visitor: Visitor, table: TableRecord, permission: Permission): void {
  const state = lakeStateOf(visitor.cloud, visitor.scope);
  if (tablePermissions(state, visitor.principal, lakeTableOf(table)).has(permission)) return;
  throw insufficient(WORDS[permission] ?? permission, table.name);
}

/**
 * A registered location is open to its administrators, to who holds DATA_LOCATION_ACCESS, and below the
 * location of its database to who may create tables there.
 */
export function guardLocation(
  { cloud, scope, principal }: Visitor,
  location: string | undefined,
  database?: DatabaseRecord,
): void {
  const arn = locationArn(location);
  if (arn === undefined || !registrationOf(cloud, scope, location)) return;
  const own = locationArn(database?.locationUri);
  if (own !== undefined && isWithin(arn, own)) return;
  if (hasLocation(lakeStateOf(cloud, scope), principal, arn)) return;
  throw new AwsError('AccessDeniedException', `Insufficient Lake Formation permission(s) on ${location}`);
}
