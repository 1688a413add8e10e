import type {
  DataLakeSettings,
  GetDataLakeSettingsCommandInput,
  GetDataLakeSettingsCommandOutput,
  PutDataLakeSettingsCommandInput,
  PutDataLakeSettingsCommandOutput,
} from '@aws-sdk/client-lakeformation';
import { defineOperation } from '../../../cloud/operation.ts';
import { parseDefaults } from '../../glue/default-grants.ts';
import { requirePrincipal } from '../grant-entry.ts';
import { invalidInput } from '../lake-error.ts';
import { lakeRequest, ownCatalog } from '../lake-request.ts';
import { type DefaultPermission, type LakeSettings, lakeSettings, lakeStore } from '../store.ts';

const ADMINS_MAX = 30;
const READ_ONLY_ADMINS_MAX = 10;

/** Settings that open the data to engines outside Athena; what they would allow is not modelled. */
const REFUSED = ['AllowExternalDataFiltering', 'AllowFullTableExternalDataAccess'] as const;

const LISTS_REFUSED = [
  'TrustedResourceOwners',
  'ExternalDataFilteringAllowList',
  'AuthorizedSessionTagValueList',
] as const;

export const putDataLakeSettings = defineOperation<
  PutDataLakeSettingsCommandInput,
  PutDataLakeSettingsCommandOutput
>({
  service: 'lakeformation',
  name: 'PutDataLakeSettings',
  authorize: () => lakeRequest('PutDataLakeSettings'),
  handle: ({ CatalogId, DataLakeSettings: input }, context) => {
    const scope = ownCatalog(context, CatalogId);
    const settings = parseSettings(input ?? {});
    for (const admin of [...settings.admins, ...settings.readOnlyAdmins])
      requirePrincipal(context.cloud, admin);
    lakeStore(context.cloud).settings.put(scope, 'settings', settings);
    return {};
  },
});

function parseSettings(input: DataLakeSettings): LakeSettings {
  const refused =
    REFUSED.find((member) => input[member] === true) ??
    LISTS_REFUSED.find((member) => (input[member] ?? []).length > 0);
  if (refused) throw invalidInput(`the sandbox does not support ${refused}`);
  const admins = principals(input.DataLakeAdmins);
  if (admins.length > ADMINS_MAX) throw invalidInput(`at most ${ADMINS_MAX} data lake administrators`);
  const readOnlyAdmins = principals(input.ReadOnlyAdmins);
  if (readOnlyAdmins.length > READ_ONLY_ADMINS_MAX) {
    throw invalidInput(`at most ${READ_ONLY_ADMINS_MAX} read-only administrators`);
  }
  return {
    admins,
    readOnlyAdmins,
    databaseDefaults: parseDefaults(input.CreateDatabaseDefaultPermissions ?? []),
    tableDefaults: parseDefaults(input.CreateTableDefaultPermissions ?? []),
    parameters: input.Parameters ?? {},
  };
}

function principals(list: DataLakeSettings['DataLakeAdmins']): readonly string[] {
  return [...new Set((list ?? []).map(({ DataLakePrincipalIdentifier: principal }) => principal ?? ''))];
}

export const getDataLakeSettings = defineOperation<
  GetDataLakeSettingsCommandInput,
  GetDataLakeSettingsCommandOutput
>({
  service: 'lakeformation',
  name: 'GetDataLakeSettings',
  authorize: () => lakeRequest('GetDataLakeSettings'),
  handle: ({ CatalogId }, context) => {
    const settings = lakeSettings(context.cloud, ownCatalog(context, CatalogId));
    return {
      DataLakeSettings: {
        DataLakeAdmins: settings.admins.map((arn) => ({ DataLakePrincipalIdentifier: arn })),
        ReadOnlyAdmins: settings.readOnlyAdmins.map((arn) => ({ DataLakePrincipalIdentifier: arn })),
        CreateDatabaseDefaultPermissions: settings.databaseDefaults.map(renderDefault),
        CreateTableDefaultPermissions: settings.tableDefaults.map(renderDefault),
        Parameters: { ...settings.parameters },
        AllowExternalDataFiltering: false,
        AllowFullTableExternalDataAccess: false,
      },
    };
  },
});

function renderDefault({ principal, permissions }: DefaultPermission) {
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    // They were checked when they were put.
    Permissions: [...permissions] as never[],
  };
}
