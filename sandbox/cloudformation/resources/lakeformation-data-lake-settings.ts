import type {
  DataLakePrincipal,
  DataLakeSettings,
  PrincipalPermissions,
} from '@aws-sdk/client-lakeformation';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { flag, sdkShape } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const principals = z.array(sdkShape<DataLakePrincipal>('DataLakePrincipalIdentifier'));
const defaults = z.array(sdkShape<PrincipalPermissions>('Permissions', 'Principal'));

const Properties = z.strictObject({
  Admins: principals.optional(),
  ReadOnlyAdmins: principals.optional(),
  AllowExternalDataFiltering: flag.optional(),
  AllowFullTableExternalDataAccess: flag.optional(),
  AuthorizedSessionTagValueList: z.array(z.string()).optional(),
  CreateDatabaseDefaultPermissions: defaults.optional(),
  CreateTableDefaultPermissions: defaults.optional(),
  ExternalDataFilteringAllowList: principals.optional(),
  MutationType: z.enum(['APPEND', 'REPLACE']).default('REPLACE'),
  Parameters: z.record(z.string(), z.string()).optional(),
  TrustedResourceOwners: z.array(z.string()).optional(),
});
type Properties = z.infer<typeof Properties>;

/** Every account has these settings. APPEND adds administrators to those that others have set, and takes none away. */
export const lakeformationDataLakeSettings = defineProvider<Properties>({
  type: 'AWS::LakeFormation::DataLakeSettings',
  properties: Properties,
  createOnly: [],
  createsAgain: true,
  overwrites: true,
  identify: (_properties, context) => generatedName(context),
  create: async (properties, context) => {
    await put(properties, context);
    return { physicalId: generatedName(context) };
  },
  read: async (Id) => ({ Id }),
  describe: async (_physicalId, { call }, properties) => {
    const { DataLakeSettings: present = {} } = await call('lakeformation', 'GetDataLakeSettings', {});
    return {
      Admins: mine(properties, 'Admins', present.DataLakeAdmins),
      ...(properties.ReadOnlyAdmins && {
        ReadOnlyAdmins: mine(properties, 'ReadOnlyAdmins', present.ReadOnlyAdmins),
      }),
      ...picked(present, 'CreateDatabaseDefaultPermissions', 'CreateTableDefaultPermissions', 'Parameters'),
    };
  },
  update: async (_physicalId, { desired }, context) => {
    await put(desired, context);
    return undefined;
  },
  delete: async (_physicalId, { call }, { MutationType }) => {
    if (MutationType === 'REPLACE')
      await call('lakeformation', 'PutDataLakeSettings', { DataLakeSettings: {} });
  },
});

async function put(
  { MutationType, ...desired }: Properties,
  { call, cloud, accountId }: ResourceContext,
): Promise<void> {
  const settings = withoutUndefined(desired);
  if (MutationType === 'REPLACE') {
    await call('lakeformation', 'PutDataLakeSettings', { DataLakeSettings: settings });
    return;
  }
  await oneAtATime(cloud, `lakeformation settings ${accountId}`, async () => {
    const { DataLakeSettings: present = {} } = await call('lakeformation', 'GetDataLakeSettings', {});
    await call('lakeformation', 'PutDataLakeSettings', { DataLakeSettings: appended(present, settings) });
  });
}

function appended(present: DataLakeSettings, settings: DataLakeSettings): DataLakeSettings {
  return {
    ...present,
    ...settings,
    DataLakeAdmins: union(present.DataLakeAdmins, settings.DataLakeAdmins),
    ReadOnlyAdmins: union(present.ReadOnlyAdmins, settings.ReadOnlyAdmins),
    Parameters: { ...present.Parameters, ...settings.Parameters },
  };
}

function union(
  left: readonly DataLakePrincipal[] = [],
  right: readonly DataLakePrincipal[] = [],
): DataLakePrincipal[] {
  const byId = new Map([...left, ...right].map((one) => [one.DataLakePrincipalIdentifier, one]));
  return [...byId.values()];
}

/** With APPEND, administrators that others have set are not this resource's. */
function mine(
  { MutationType, ...properties }: Properties,
  which: 'Admins' | 'ReadOnlyAdmins',
  present: readonly DataLakePrincipal[] = [],
): readonly DataLakePrincipal[] {
  if (MutationType === 'REPLACE') return present;
  const wanted = new Set(
    (properties[which] ?? []).map(({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier),
  );
  return present.filter(({ DataLakePrincipalIdentifier }) => wanted.has(DataLakePrincipalIdentifier));
}

function withoutUndefined({ Admins, ...rest }: Omit<Properties, 'MutationType'>): DataLakeSettings {
  const entries = Object.entries({ ...rest, DataLakeAdmins: Admins }).filter(
    ([, value]) => value !== undefined,
  );
  // The same members less those that are absent.
  return Object.fromEntries(entries) as DataLakeSettings;
}
