import type { Table } from '@aws-sdk/client-glue';
import { describe, expect, it } from 'vitest';
import { arn, LakeWorld, OPERATIONS, refusal, STRIKES, TABLE } from '../../lake-world.ts';

const at = { DatabaseName: 'safety', Name: 'strikes' };
const columnsOf = ({ Table: table }: { Table: Table }) =>
  table.StorageDescriptor?.Columns?.map(({ Name }) => Name);
const getTable = (world: LakeWorld, role: string, account?: string, database = 'safety') =>
  world.glue<{ Table: Table }>(role, 'GetTable', { ...at, DatabaseName: database }, account);

describe('tables', () => {
  it('are kept in lower case, with a version that every update raises', async () => {
    const world = await (await LakeWorld.create()).withTable();
    const { Table: made } = await getTable(world, 'admin');
    expect(made).toMatchObject({ Name: 'strikes', VersionId: '0', CatalogId: OPERATIONS });
    await world.glue('admin', 'UpdateTable', {
      DatabaseName: 'safety',
      TableInput: STRIKES,
      VersionId: '0',
      SkipArchive: true,
    });
    expect((await getTable(world, 'admin')).Table.VersionId).toBe('1');
  });

  it('are changed by one of two committers who saw the same version', async () => {
    const world = await (await LakeWorld.create()).withTable();
    const commit = () =>
      world.glue('admin', 'UpdateTable', { DatabaseName: 'safety', TableInput: STRIKES, VersionId: '0' });
    const outcomes = await Promise.allSettled([commit(), commit()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await refusal(commit())).toContain('ConcurrentModificationException: Update table failed');
    const { TableVersions } = await world.glue<{ TableVersions: unknown[] }>('admin', 'GetTableVersions', {
      DatabaseName: 'safety',
      TableName: 'strikes',
    });
    expect(TableVersions).toMatchObject([{ VersionId: '1' }, { VersionId: '0' }]);
  });

  it('are refused twice, with a column twice, or in ways that the sandbox does not know', async () => {
    const world = await (await LakeWorld.create()).withTable();
    const create = (input: Record<string, unknown>) =>
      refusal(world.glue('admin', 'CreateTable', { DatabaseName: 'safety', ...input }));
    expect(await create({ TableInput: STRIKES })).toBe('AlreadyExistsException: Table already exists.');
    const twice = { Name: 't', StorageDescriptor: { Columns: [{ Name: 'a' }, { Name: 'A' }] } };
    expect(await create({ TableInput: twice })).toContain('has column a twice');
    expect(await create({ TableInput: STRIKES, OpenTableFormatInput: {} })).toContain(
      'does not support OpenTableFormatInput',
    );
    expect(await create({ TableInput: { Name: 'a/b' } })).toContain('InvalidInputException');
  });

  it('start without the permissions of an earlier table of the same name', async () => {
    const world = await (await LakeWorld.create()).withTable();
    await world.grant('reader', TABLE, ['SELECT']);
    await world.glue('admin', 'DeleteTable', at);
    expect(await refusal(getTable(world, 'admin'))).toContain('EntityNotFoundException');
    await world.glue('admin', 'CreateTable', { DatabaseName: 'safety', TableInput: STRIKES });
    expect(await refusal(getTable(world, 'reader'))).toContain('Required Describe on strikes');
  });
});

describe('Lake Formation in the catalog', () => {
  it('needs its permission for every act', async () => {
    const world = await (await LakeWorld.create()).withTable();
    const acts: [string, Record<string, unknown>][] = [
      ['CreateDatabase', { DatabaseInput: { Name: 'x' } }],
      ['GetDatabase', { Name: 'safety' }],
      ['UpdateDatabase', { Name: 'safety', DatabaseInput: { Name: 'safety' } }],
      ['DeleteDatabase', { Name: 'safety' }],
      ['CreateTable', { DatabaseName: 'safety', TableInput: { Name: 'x' } }],
      ['GetTable', at],
      ['UpdateTable', { DatabaseName: 'safety', TableInput: STRIKES }],
      ['DeleteTable', at],
    ];
    const refusals = await Promise.all(
      acts.map(async ([act, input]) => `${act} → ${await refusal(world.glue('reader', act, input))}`),
    );
    expect(refusals).toMatchInlineSnapshot(`
      [
        "CreateDatabase → AccessDeniedException: Insufficient Lake Formation permission(s): Required Create Database on Catalog",
        "GetDatabase → AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on safety",
        "UpdateDatabase → AccessDeniedException: Insufficient Lake Formation permission(s): Required Alter on safety",
        "DeleteDatabase → AccessDeniedException: Insufficient Lake Formation permission(s): Required Drop on safety",
        "CreateTable → AccessDeniedException: Insufficient Lake Formation permission(s): Required Create Table on safety",
        "GetTable → AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on strikes",
        "UpdateTable → AccessDeniedException: Insufficient Lake Formation permission(s): Required Alter on strikes",
        "DeleteTable → AccessDeniedException: Insufficient Lake Formation permission(s): Required Drop on strikes",
      ]
    `);
  });

  it('hides tables and databases from lists', async () => {
    const world = await (await LakeWorld.create()).withTable();
    expect(await world.glue('reader', 'GetDatabases', {})).toEqual({ DatabaseList: [] });
    expect(await world.glue('reader', 'GetTables', { DatabaseName: 'safety' })).toEqual({ TableList: [] });
    await world.grant('reader', { Table: { DatabaseName: 'safety', TableWildcard: {} } }, ['SELECT']);
    expect(await world.glue('reader', 'GetDatabases', {})).toMatchObject({
      DatabaseList: [{ Name: 'safety' }],
    });
    expect(await world.glue('reader', 'GetTables', { DatabaseName: 'safety' })).toMatchObject({
      TableList: [{ Name: 'strikes' }],
    });
  });

  it('shows only the columns that are granted, and no parameters that tell the others', async () => {
    const world = await (await LakeWorld.create()).withTable();
    await world.grant('reader', { TableWithColumns: { ...at, ColumnNames: ['id', 'state'] } }, ['SELECT']);
    const found = await getTable(world, 'reader');
    expect(columnsOf(found)).toEqual(['id', 'state']);
    expect(found.Table.Parameters).toEqual({ table_type: 'ICEBERG', metadata_location: 's3://lake/m1.json' });
    expect(columnsOf(await getTable(world, 'admin'))).toHaveLength(4);
  });

  it('gives creators all rights on what they create, and no more', async () => {
    const world = await (await LakeWorld.create()).withTable();
    await world.grant('maker', { Database: { Name: 'safety' } }, ['CREATE_TABLE']);
    await world.glue('maker', 'CreateTable', {
      DatabaseName: 'safety',
      TableInput: { ...STRIKES, Name: 'own' },
    });
    await world.glue('maker', 'UpdateTable', {
      DatabaseName: 'safety',
      TableInput: { ...STRIKES, Name: 'own' },
    });
    expect(await refusal(getTable(world, 'maker'))).toContain('Required Describe on strikes');
    await world.glue('maker', 'DeleteTable', { DatabaseName: 'safety', Name: 'own' });
  });

  it('guards registered locations, but not below the location of the database', async () => {
    const world = await LakeWorld.create();
    await world.lake('RegisterResource', { ResourceArn: 'arn:aws:s3:::lake', RoleArn: arn('vendor') });
    await world.glue('admin', 'CreateDatabase', {
      DatabaseInput: { Name: 'safety', LocationUri: 's3://lake/safety/' },
    });
    await world.grant('maker', { Database: { Name: 'safety' } }, ['CREATE_TABLE']);
    const create = (Name: string, Location: string) =>
      world.glue('maker', 'CreateTable', {
        DatabaseName: 'safety',
        TableInput: { Name, StorageDescriptor: { Location } },
      });
    await create('inside', 's3://lake/safety/inside/');
    expect(await refusal(create('outside', 's3://lake/safety-eu/x/'))).toBe(
      'AccessDeniedException: Insufficient Lake Formation permission(s) on s3://lake/safety-eu/x/',
    );
    await world.grant('maker', { DataLocation: { ResourceArn: 'arn:aws:s3:::lake/safety-eu' } }, [
      'DATA_LOCATION_ACCESS',
    ]);
    await create('outside', 's3://lake/safety-eu/x/');
    await create('elsewhere', 's3://unregistered/x/');
  });

  it('lets everybody whom IAM lets in, in an account with AWS’s own defaults', async () => {
    const world = new LakeWorld();
    await world.role('anyone');
    await world.role('other');
    await world.glue('anyone', 'CreateDatabase', { DatabaseInput: { Name: 'safety' } });
    await world.glue('anyone', 'CreateTable', { DatabaseName: 'safety', TableInput: STRIKES });
    expect(columnsOf(await getTable(world, 'other'))).toHaveLength(4);
  });
});

describe('partitions', () => {
  it('belong below their table', async () => {
    const world = await (await LakeWorld.create()).withTable();
    const TableInput = {
      Name: 'daily',
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
      StorageDescriptor: { Columns: [{ Name: 'id', Type: 'int' }], Location: 's3://lake/daily/' },
    };
    await world.glue('admin', 'CreateTable', { DatabaseName: 'safety', TableInput });
    const address = { DatabaseName: 'safety', TableName: 'daily' };
    const partition = (day: string, Location = `s3://lake/daily/day=${day}/`) => ({
      Values: [day],
      StorageDescriptor: { Location },
    });
    await world.glue('admin', 'CreatePartition', { ...address, PartitionInput: partition('1') });
    const { Errors } = await world.glue<{ Errors: unknown[] }>('admin', 'BatchCreatePartition', {
      ...address,
      PartitionInputList: [partition('1'), partition('2'), partition('3', 's3://elsewhere/')],
    });
    expect(Errors).toMatchObject([
      { PartitionValues: ['1'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } },
      { PartitionValues: ['3'], ErrorDetail: { ErrorCode: 'InvalidInputException' } },
    ]);
    expect(await world.glue('admin', 'GetPartitions', address)).toMatchObject({
      Partitions: [{ Values: ['1'] }, { Values: ['2'] }],
    });
    await world.glue('admin', 'DeletePartition', { ...address, PartitionValues: ['1'] });
    expect(
      await refusal(world.glue('admin', 'DeletePartition', { ...address, PartitionValues: ['1'] })),
    ).toContain('Partition not found');
  });
});

describe('partitions of a table that is not granted whole', () => {
  const address = { DatabaseName: 'safety', TableName: 'daily' };

  async function withPartition(): Promise<LakeWorld> {
    const world = await (await LakeWorld.create()).withTable();
    const Columns = [
      { Name: 'id', Type: 'int' },
      { Name: 'pilot', Type: 'string' },
    ];
    const StorageDescriptor = { Columns, Location: 's3://lake/daily/' };
    const PartitionKeys = [{ Name: 'day', Type: 'string' }];
    const TableInput = { Name: 'daily', PartitionKeys, StorageDescriptor };
    await world.glue('admin', 'CreateTable', { DatabaseName: 'safety', TableInput });
    const PartitionInput = {
      Values: ['1'],
      StorageDescriptor: { Columns, Location: 's3://lake/daily/day=1/' },
    };
    await world.glue('admin', 'CreatePartition', { ...address, PartitionInput });
    return world;
  }

  const granted = (ColumnNames: readonly string[]) => ({
    TableWithColumns: { DatabaseName: 'safety', Name: 'daily', ColumnNames },
  });

  it('show no column that the table does not show', async () => {
    const world = await withPartition();
    await world.grant('reader', granted(['id', 'day']), ['SELECT']);
    expect(await world.glue('reader', 'GetPartitions', address)).toMatchObject({
      Partitions: [{ Values: ['1'], StorageDescriptor: { Columns: [{ Name: 'id', Type: 'int' }] } }],
    });
  });

  it('are not told where their key is withheld', async () => {
    const world = await withPartition();
    await world.grant('reader', granted(['id']), ['SELECT']);
    expect(await refusal(world.glue('reader', 'GetPartitions', address))).toContain(
      'Required Select on daily',
    );
  });
});

describe('the catalog', () => {
  it('needs IAM on catalog, database and table', async () => {
    const world = await (await LakeWorld.create()).withTable();
    const base = `arn:aws:glue:eu-west-1:${OPERATIONS}`;
    await world.role('narrow', OPERATIONS, {
      Action: 'glue:GetTable',
      Resource: [`${base}:catalog`, `${base}:table/safety/*`],
    });
    await world.grant('narrow', TABLE, ['SELECT']);
    expect(await refusal(getTable(world, 'narrow'))).toContain(
      `glue:GetTable on resource: ${base}:database/safety`,
    );
  });

  it('keeps encryption settings, a resource policy and tags of databases', async () => {
    const world = await (await LakeWorld.create()).withTable();
    const EncryptionAtRest = { CatalogEncryptionMode: 'SSE-KMS', SseAwsKmsKeyId: 'key' };
    await world.glue('admin', 'PutDataCatalogEncryptionSettings', {
      DataCatalogEncryptionSettings: { EncryptionAtRest },
    });
    expect(await world.glue('admin', 'GetDataCatalogEncryptionSettings', {})).toMatchObject({
      DataCatalogEncryptionSettings: { EncryptionAtRest },
    });
    expect(await refusal(world.glue('admin', 'GetResourcePolicy', {}))).toContain('Policy not found');
    const PolicyInJson = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'glue:GetDatabase', Resource: '*' }],
    });
    await world.glue('admin', 'PutResourcePolicy', { PolicyInJson });
    expect(await refusal(world.glue('admin', 'GetDatabase', { Name: 'safety' }))).toContain(
      'explicit deny in a resource-based policy',
    );
    const ResourceArn = `arn:aws:glue:eu-west-1:${OPERATIONS}:database/safety`;
    await world.glue('admin', 'TagResource', { ResourceArn, TagsToAdd: { a: '1', b: '2' } });
    await world.glue('admin', 'UntagResource', { ResourceArn, TagsToRemove: ['a'] });
    expect(await world.glue('admin', 'GetTags', { ResourceArn })).toEqual({ Tags: { b: '2' } });
  });

  it('is listed page by page', async () => {
    const world = await (await LakeWorld.create()).withTable();
    for (const Name of ['a', 'b', 'c'])
      await world.glue('admin', 'CreateTable', { DatabaseName: 'safety', TableInput: { Name } });
    const first = await world.glue<{ NextToken: string }>('admin', 'GetTables', {
      DatabaseName: 'safety',
      MaxResults: 3,
    });
    expect(first).toMatchObject({ TableList: [{ Name: 'a' }, { Name: 'b' }, { Name: 'c' }] });
    const rest = await world.glue('admin', 'GetTables', {
      DatabaseName: 'safety',
      NextToken: first.NextToken,
    });
    expect(rest).toMatchObject({ TableList: [{ Name: 'strikes' }] });
    expect(
      await world.glue('admin', 'GetTables', { DatabaseName: 'safety', Expression: 's*' }),
    ).toMatchObject({ TableList: [{ Name: 'strikes' }] });
  });
});
