import {
  CreateRoleCommand,
  EntityAlreadyExistsException,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateDataCellsFilterCommand,
  type DataCellsFilter,
  DeleteDataCellsFilterCommand,
  GetDataLakeSettingsCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  ListDataCellsFilterCommand,
  PutDataLakeSettingsCommand,
  RevokePermissionsCommand,
  UpdateDataCellsFilterCommand,
} from '@aws-sdk/client-lakeformation';
import { assumeRole } from '../../cli/mesh/clients.ts';
import { roleArn } from '../../core/naming/names.ts';
import { clientSettings, type Grove } from './grove.ts';

const SALES = { DatabaseName: 'shop', Name: 'sales_v1' } as const;

const HANDWORKER = 'handworker';

/** A Lake Formation administrator of the shop's account who works by hand. */
export async function handworker(grove: Grove): Promise<LakeFormationClient> {
  return new LakeFormationClient(await handworkerSettings(grove, 'shop'));
}

/** Settings of clients for an administrator of the lake of a domain's account, who is made where nobody is. */
export async function handworkerSettings({ accountOf, connection }: Grove, domain: string) {
  const account = accountOf(domain);
  const arn = `arn:aws:iam::${account}:role/${HANDWORKER}`;
  const clients = { ...clientSettings(connection, account), disableHostPrefix: true };
  await makeRole(new IAMClient(clients), account);
  const root = new LakeFormationClient(clients);
  const { DataLakeSettings } = await root.send(new GetDataLakeSettingsCommand({}));
  const others = (DataLakeSettings?.DataLakeAdmins ?? []).filter(
    ({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier !== arn,
  );
  const DataLakeAdmins = [...others, { DataLakePrincipalIdentifier: arn }];
  await root.send(
    new PutDataLakeSettingsCommand({ DataLakeSettings: { ...DataLakeSettings, DataLakeAdmins } }),
  );
  const as = { name: HANDWORKER, domain: '', role: HANDWORKER, account, arn };
  return { ...clients, credentials: await assumeRole(connection, as) };
}

async function makeRole(iam: IAMClient, account: string): Promise<void> {
  const trust = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'sts:AssumeRole',
  };
  const rights = { Effect: 'Allow', Action: ['lakeformation:*', 'glue:*'], Resource: '*' };
  const document = (statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const role = { RoleName: HANDWORKER, AssumeRolePolicyDocument: document(trust) };
  await iam.send(new CreateRoleCommand(role)).catch((error: unknown) => {
    if (!(error instanceof EntityAlreadyExistsException)) throw error;
  });
  const policy = { RoleName: HANDWORKER, PolicyName: 'lake', PolicyDocument: document(rights) };
  await iam.send(new PutRolePolicyCommand(policy));
}

/**
 * Undoes by hand what is declared about `shop.sales`, in every way that a sweep repairs: a grant too many, a grant
 * and a filter too few, a filter that shows more, a filter that nobody declared.
 */
export async function lakeDrift(grove: Grove): Promise<() => Promise<void>> {
  const lake = await handworker(grove);
  const { names, account, accountOf } = grove;
  const table = { CatalogId: account, ...SALES };
  const at = { TableCatalogId: account, DatabaseName: SALES.DatabaseName, TableName: SALES.Name };
  const { DataCellsFilters = [] } = await lake.send(new ListDataCellsFilterCommand({ Table: table }));
  const large = found(DataCellsFilters, (filter) => filter.RowFilter?.FilterExpression !== undefined);
  const whole = found(DataCellsFilters, (filter) => filter.RowFilter?.FilterExpression === undefined);
  const stranger = { DataLakePrincipalIdentifier: roleArn(names, 'shop', account, 'analyst') };
  const reader = { DataLakePrincipalIdentifier: roleArn(names, 'board', accountOf('board'), 'engineer') };
  return async () => {
    await lake.send(
      new GrantPermissionsCommand({ Principal: stranger, Resource: { Table: table }, Permissions: ['DROP'] }),
    );
    const Resource = { DataCellsFilter: { ...at, Name: large.Name } };
    await lake.send(new RevokePermissionsCommand({ Principal: reader, Resource, Permissions: ['SELECT'] }));
    await lake.send(new DeleteDataCellsFilterCommand({ ...at, Name: large.Name }));
    await lake.send(
      new UpdateDataCellsFilterCommand({
        TableData: { ...at, Name: whole.Name, RowFilter: { AllRowsWildcard: {} }, ColumnWildcard: {} },
      }),
    );
    await lake.send(
      new CreateDataCellsFilterCommand({
        TableData: { ...at, Name: 'fh_stray', RowFilter: { AllRowsWildcard: {} }, ColumnNames: ['crop'] },
      }),
    );
  };
}

function found(
  filters: readonly DataCellsFilter[],
  test: (filter: DataCellsFilter) => boolean,
): DataCellsFilter {
  const filter = filters.find(test);
  if (!filter) throw new Error('the grants of shop.sales made other filters than expected');
  return filter;
}
