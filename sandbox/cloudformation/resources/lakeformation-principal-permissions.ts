import type { DataLakePrincipal, Permission, Resource } from '@aws-sdk/client-lakeformation';
import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { isNotFound } from '../not-found.ts';
import { sdkShape } from '../property-schemas.ts';

const Properties = z.strictObject({
  Catalog: z.string().optional(),
  Principal: sdkShape<DataLakePrincipal>('DataLakePrincipalIdentifier'),
  Resource: sdkShape<Resource>(
    'Catalog',
    'DataCellsFilter',
    'DataLocation',
    'Database',
    'LFTag',
    'LFTagPolicy',
    'Table',
    'TableWithColumns',
  ),
  Permissions: z.array(z.string()),
  PermissionsWithGrantOption: z.array(z.string()),
});
type Properties = z.infer<typeof Properties>;

/** One grant per principal and resource; a second one fails, as on AWS. A change replaces: revoke, then grant. */
export const lakeformationPrincipalPermissions = defineProvider<Properties>({
  type: 'AWS::LakeFormation::PrincipalPermissions',
  properties: Properties,
  createOnly: ['Catalog', 'Principal', 'Resource', 'Permissions', 'PermissionsWithGrantOption'],
  deletesBeforeReplacing: true,
  createsAgain: true,
  identify: idOf,
  create: async (properties, { call }) => {
    await call('lakeformation', 'GrantPermissions', grant(properties));
    return { physicalId: idOf(properties) };
  },
  read: async (_physicalId, { call }, { Catalog, Principal, Resource }) => {
    const found = await call('lakeformation', 'ListPermissions', {
      Principal,
      Resource,
      ...(Catalog !== undefined && { CatalogId: Catalog }),
    }).catch(noneIfAbsent);
    if ((found.PrincipalResourcePermissions ?? []).length === 0) return undefined;
    return {
      PrincipalIdentifier: Principal.DataLakePrincipalIdentifier,
      ResourceIdentifier: JSON.stringify(Resource),
    };
  },
  describe: async (_physicalId, { call }, { Catalog, Principal, Resource }) => {
    const found = await call('lakeformation', 'ListPermissions', {
      Principal,
      Resource,
      ...(Catalog !== undefined && { CatalogId: Catalog }),
    }).catch(noneIfAbsent);
    const grants = found.PrincipalResourcePermissions ?? [];
    if (grants.length === 0) return undefined;
    return {
      Permissions: grants.flatMap((grant) => grant.Permissions ?? []),
      PermissionsWithGrantOption: grants.flatMap((grant) => grant.PermissionsWithGrantOption ?? []),
    };
  },
  update: async () => undefined,
  delete: async (_physicalId, { call }, properties) => {
    try {
      await call('lakeformation', 'RevokePermissions', grant(properties));
    } catch (error) {
      // Lake Formation says InvalidInput for a grant that is not there.
      const isGone = error instanceof AwsError && /no permissions (to be )?revoked/i.test(error.message);
      if (!isGone && !isNotFound(error)) throw error;
    }
  },
});

function idOf({ Principal, Resource }: Properties): string {
  return `${Principal.DataLakePrincipalIdentifier}|${JSON.stringify(Resource)}`;
}

function grant({ Catalog, Principal, Resource, Permissions, PermissionsWithGrantOption }: Properties) {
  return {
    Principal,
    Resource,
    // The service refuses a permission that it does not know.
    Permissions: Permissions as Permission[],
    PermissionsWithGrantOption: PermissionsWithGrantOption as Permission[],
    ...(Catalog !== undefined && { CatalogId: Catalog }),
  };
}

function noneIfAbsent(error: unknown) {
  if (isNotFound(error)) return { PrincipalResourcePermissions: [] };
  throw error;
}
