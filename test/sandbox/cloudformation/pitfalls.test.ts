import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../core/cloudformation/template.ts';
import { ensureBootstrap } from '../../../sandbox/assembly/bootstrap.ts';
import { bootstrapRoleArn } from '../../../sandbox/assembly/bootstrap-names.ts';
import type { Cloud } from '../../../sandbox/cloud/cloud.ts';
import type { Operation } from '../../../sandbox/cloud/operation.ts';
import { deployStack } from '../../../sandbox/cloudformation/deploy-stack.ts';
import { serviceCalls } from '../../../sandbox/cloudformation/service-calls.ts';
import { ACCOUNT, REGION } from './resource-cases.ts';
import { serviceCloud } from './service-cloud.ts';

// What users report of CloudFormation and Lake Formation: the plain way fails here as it does on AWS, and ours does not.

const SCOPE = { accountId: ACCOUNT, region: REGION };
const deployer = bootstrapRoleArn('cfn-exec', SCOPE);
const principal = (arn: string) => ({ DataLakePrincipalIdentifier: arn });
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

async function lakeCloud() {
  const ready = await serviceCloud();
  const { cloud } = ready;
  await ensureBootstrap(cloud, SCOPE);
  const root = serviceCalls(cloud, { ...SCOPE, principal: { kind: 'root' } });
  for (const RoleName of ['steward', 'reader']) {
    const statement = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await root('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument });
  }
  const statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await root('iam', 'PutRolePolicy', { RoleName: 'steward', PolicyName: 'all', PolicyDocument });
  const as = (arn: string) =>
    serviceCalls(cloud, { ...SCOPE, principal: { kind: 'role', arn, sessionName: 'test' } });
  const deploy = async (name: string, resources: object) =>
    await deployStack(cloud, {
      name,
      account: ACCOUNT,
      region: REGION,
      template: parseTemplate({ Resources: resources }),
      parameters: {},
      tags: {},
      constructPaths: {},
    });
  const admins = async () => {
    const { DataLakeSettings: found } = await root('lakeformation', 'GetDataLakeSettings', {});
    return found?.DataLakeAdmins?.map((one) => one.DataLakePrincipalIdentifier);
  };
  return { ...ready, as, deploy, admins };
}

const settings = (MutationType: string, ...arns: readonly string[]) => ({
  Type: 'AWS::LakeFormation::DataLakeSettings',
  Properties: {
    MutationType,
    Admins: arns.map(principal),
    CreateDatabaseDefaultPermissions: [],
    CreateTableDefaultPermissions: [],
  },
});

const database = {
  Type: 'AWS::Glue::Database',
  Properties: {
    CatalogId: ACCOUNT,
    DatabaseName: 'operations',
    DatabaseInput: { Name: 'operations', CreateTableDefaultPermissions: [] },
  },
};

const grant = (...Permissions: readonly string[]) => ({
  Type: 'AWS::LakeFormation::PrincipalPermissions',
  Properties: {
    Principal: principal(roleArn('reader')),
    Resource: { Database: { CatalogId: ACCOUNT, Name: 'operations' } },
    Permissions,
    PermissionsWithGrantOption: [],
  },
});

describe('Lake Formation settings', () => {
  it('lose the administrators of others with REPLACE, and keep them with APPEND', async () => {
    await using lake = await lakeCloud();
    await lake.deploy('landing-zone', { S: settings('APPEND', roleArn('steward')) });
    await lake.deploy('mesh', { S: settings('APPEND', deployer) });
    expect(await lake.admins()).toEqual([roleArn('steward'), deployer]);
    await lake.deploy('naive', { S: settings('REPLACE', deployer) });
    expect(await lake.admins()).toEqual([deployer]);
  });
});

describe('a deploying role that is no administrator', () => {
  it('cannot grant what others own, until Foundation has made it one', async () => {
    await using lake = await lakeCloud();
    await lake.deploy('landing-zone', { S: settings('APPEND', roleArn('steward')) });
    const steward = lake.as(roleArn('steward'));
    await steward('glue', 'CreateDatabase', { DatabaseInput: { Name: 'operations' } });
    const refused = await lake.deploy('grants', { G: grant('DESCRIBE') });
    expect(refused.failures[0]?.reason).toContain(
      'Resource does not exist or requester is not authorized to access requested permissions.',
    );
    await lake.deploy('foundation', { S: settings('APPEND', deployer) });
    expect((await lake.deploy('grants', { G: grant('DESCRIBE') })).failures).toEqual([]);
  });
});

describe('a change of a grant by CloudFormation', () => {
  it('takes access away before it gives it again', async () => {
    await using lake = await lakeCloud();
    const catalog = { S: settings('APPEND', deployer), D: { ...database, DependsOn: 'S' } };
    await lake.deploy('mesh', { ...catalog, G: { ...grant('DESCRIBE'), DependsOn: 'D' } });
    const seen = watchGrants(lake.cloud, async () => {
      const found = await lake.as(deployer)('lakeformation', 'ListPermissions', {
        Principal: principal(roleArn('reader')),
        Resource: { Database: { CatalogId: ACCOUNT, Name: 'operations' } },
      });
      return found.PrincipalResourcePermissions?.length ?? 0;
    });
    const changed = await lake.deploy('mesh', {
      ...catalog,
      G: { ...grant('DESCRIBE', 'CREATE_TABLE'), DependsOn: 'D' },
    });
    expect(changed.failures).toEqual([]);
    expect(seen).toEqual([
      ['RevokePermissions', 0],
      ['GrantPermissions', 1],
    ]);
  });
});

/** Notes, after each call that changes grants, how many the reader has. */
function watchGrants(cloud: Cloud, held: () => Promise<number>): readonly (readonly [string, number])[] {
  const seen: [string, number][] = [];
  const service = cloud.services().find(({ name }) => name === 'lakeformation');
  if (service === undefined) throw new Error('there is no Lake Formation');
  const watched = (operation: Operation<never, unknown>): Operation<never, unknown> => ({
    ...operation,
    handle: async (input, context) => {
      const output = await operation.handle(input, context);
      seen.push([operation.name, await held()]);
      return output;
    },
  });
  const { GrantPermissions: give, RevokePermissions: take } = service.operations;
  if (give === undefined || take === undefined) throw new Error('Lake Formation cannot grant');
  const operations = {
    ...service.operations,
    GrantPermissions: watched(give),
    RevokePermissions: watched(take),
  };
  cloud.register({ ...service, operations });
  return seen;
}

describe('an Iceberg table', () => {
  const input = (Description: string) => ({
    Name: 'flights',
    Description,
    TableType: 'EXTERNAL_TABLE',
    StorageDescriptor: { Columns: [{ Name: 'origin', Type: 'string' }], Location: 's3://lake/flights/' },
  });
  const table = (Description: string) => ({
    Type: 'AWS::Glue::Table',
    Properties: { CatalogId: ACCOUNT, DatabaseName: 'operations', TableInput: input(Description) },
    DependsOn: 'D',
  });
  const address = { CatalogId: ACCOUNT, DatabaseName: 'operations' };
  const pointer = { table_type: 'ICEBERG', metadata_location: 's3://lake/flights/metadata/1.json' };

  it('is lost by what CloudFormation puts, so that its update is refused with the way out', async () => {
    await using lake = await lakeCloud();
    const catalog = { S: settings('APPEND', deployer), D: { ...database, DependsOn: 'S' } };
    await lake.deploy('mesh', { ...catalog, T: table('as made') });
    const asDeployer = lake.as(deployer);
    const parameters = async () =>
      (await asDeployer('glue', 'GetTable', { ...address, Name: 'flights' })).Table?.Parameters ?? {};
    // The first commit writes the pointer to the table's metadata.
    const committed = { ...input('as made'), Parameters: pointer };
    await asDeployer('glue', 'UpdateTable', { ...address, TableInput: committed });

    const refused = await lake.deploy('mesh', { ...catalog, T: table('changed') });
    expect(refused.failures[0]?.reason).toContain(
      'operations|flights is an Iceberg table: CloudFormation must not update it; evolve it through a custom resource',
    );
    expect(await parameters()).toEqual(pointer);
    // What AWS does instead: the template's input takes the place of all that is there.
    await asDeployer('glue', 'UpdateTable', { ...address, TableInput: input('changed') });
    expect(await parameters()).not.toHaveProperty('metadata_location');
  });
});
