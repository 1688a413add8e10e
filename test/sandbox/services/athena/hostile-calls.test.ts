import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import { queries } from '../../../../sandbox/services/athena/store.ts';
import { THEIR_TOKEN, TwinLakes } from './hostile/twin-lakes.ts';
import { type World, WORLDS } from './hostile/withheld-data.ts';
import { ACCOUNT, role, type TestLake } from './test-lake.ts';

let twins: TwinLakes;

beforeAll(async () => {
  twins = await TwinLakes.open();
  for (const world of WORLDS) {
    await twins.lakes[world].addRole('curious', [
      { Effect: 'Allow', Action: ['glue:Get*', 'glue:SearchTables', 'lakeformation:*'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['athena:*'],
        Resource: `arn:aws:athena:eu-west-1:${ACCOUNT}:workgroup/wg`,
      },
    ]);
    await twins.lakes[world].grant('curious', { Database: { Name: 'texas' } }, ['DESCRIBE']);
  }
});

afterAll(async () => await twins[Symbol.asyncDispose]());

/** The id of the other person's query is `THEIRS` in an input. */
type Call = readonly [service: string, operation: string, input: object];

const THEIRS: readonly Call[] = [
  ['athena', 'GetQueryExecution', { QueryExecutionId: 'THEIRS' }],
  ['athena', 'BatchGetQueryExecution', { QueryExecutionIds: ['THEIRS'] }],
  ['athena', 'BatchGetQueryExecution', { QueryExecutionIds: ['0', 'THEIRS'] }],
  ['athena', 'GetQueryResults', { QueryExecutionId: 'THEIRS' }],
  ['athena', 'GetQueryResults', { QueryExecutionId: 'THEIRS', MaxResults: 1 }],
  ['athena', 'StopQueryExecution', { QueryExecutionId: 'THEIRS' }],
  ['athena', 'ListQueryExecutions', { WorkGroup: 'theirs' }],
  ['athena', 'ListQueryExecutions', {}],
  ['athena', 'GetWorkGroup', { WorkGroup: 'theirs' }],
  ['athena', 'UpdateWorkGroup', { WorkGroup: 'theirs', Description: 'mine' }],
  ['athena', 'DeleteWorkGroup', { WorkGroup: 'theirs', RecursiveDeleteOption: true }],
  ['athena', 'StartQueryExecution', { WorkGroup: 'theirs', QueryString: 'SELECT 1' }],
  ['athena', 'StartQueryExecution', { QueryString: 'SELECT 1' }],
  [
    'athena',
    'StartQueryExecution',
    {
      WorkGroup: 'theirs',
      QueryString: 'SELECT * FROM secrets',
      QueryExecutionContext: { Database: 'texas' },
      ClientRequestToken: THEIR_TOKEN,
    },
  ],
  ['s3', 'GetObject', { Bucket: 'results', Key: 'theirs/THEIRS.csv' }],
  ['s3', 'HeadObject', { Bucket: 'results', Key: 'theirs/THEIRS.csv' }],
  ['s3', 'GetObject', { Bucket: 'results', Key: 'wg/../theirs/THEIRS.csv' }],
  ['s3', 'ListObjectsV2', { Bucket: 'results', Prefix: 'theirs/' }],
  ['s3', 'ListObjectsV2', { Bucket: 'results' }],
  ['s3', 'GetObject', { Bucket: 'data', Key: 'texas/secrets/0.parquet' }],
  ['s3', 'GetObject', { Bucket: 'data', Key: 'texas/flights/0.parquet' }],
  ['s3', 'HeadObject', { Bucket: 'data', Key: 'texas/flights/0.parquet' }],
  ['s3', 'ListObjectsV2', { Bucket: 'data', Prefix: 'texas/' }],
  ['s3', 'ListObjectsV2', { Bucket: 'data' }],
];

const CATALOG: readonly Call[] = [
  ['glue', 'GetDatabases', {}],
  ['glue', 'GetDatabase', { Name: 'narrow' }],
  ['glue', 'GetTables', { DatabaseName: 'texas' }],
  ['glue', 'GetTables', { DatabaseName: 'texas', Expression: 's*' }],
  ['glue', 'GetTables', { DatabaseName: 'narrow' }],
  ['glue', 'GetTable', { DatabaseName: 'texas', Name: 'flights' }],
  ['glue', 'GetTable', { DatabaseName: 'texas', Name: 'secrets' }],
  ['glue', 'GetTable', { DatabaseName: 'narrow', Name: 'flights' }],
  ['glue', 'GetTableVersions', { DatabaseName: 'texas', TableName: 'flights' }],
  ['glue', 'GetTableVersions', { DatabaseName: 'texas', TableName: 'secrets' }],
  ['glue', 'GetPartitions', { DatabaseName: 'texas', TableName: 'flights' }],
  ['glue', 'GetPartitions', { DatabaseName: 'texas', TableName: 'secrets' }],
  ['glue', 'SearchTables', { SearchText: 'secrets' }],
  [
    'glue',
    'GetColumnStatisticsForTable',
    { DatabaseName: 'texas', TableName: 'flights', ColumnNames: ['pilot'] },
  ],
  ['glue', 'GetUnfilteredTableMetadata', { CatalogId: ACCOUNT, DatabaseName: 'texas', Name: 'flights' }],
  ['lakeformation', 'ListPermissions', {}],
  ['lakeformation', 'ListPermissions', { ResourceType: 'TABLE' }],
  ['lakeformation', 'ListPermissions', { Resource: { Table: { DatabaseName: 'texas', Name: 'secrets' } } }],
  ['lakeformation', 'GetEffectivePermissionsForPath', { ResourceArn: 'arn:aws:s3:::data' }],
  ['lakeformation', 'ListDataCellsFilter', {}],
  [
    'lakeformation',
    'ListDataCellsFilter',
    { Table: { CatalogId: ACCOUNT, DatabaseName: 'texas', Name: 'flights' } },
  ],
  [
    'lakeformation',
    'GetDataCellsFilter',
    { TableCatalogId: ACCOUNT, DatabaseName: 'texas', TableName: 'flights', Name: 'f0' },
  ],
  [
    'lakeformation',
    'GetTemporaryGlueTableCredentials',
    { TableArn: `arn:aws:glue:eu-west-1:${ACCOUNT}:table/texas/flights` },
  ],
];

describe('who may not see another person’s query', () => {
  it.each(THEIRS)('learns nothing of it by %s:%s %j', async (...call) => {
    const [calm, wild] = [await told('texas', 'calm', call), await told('texas', 'wild', call)];
    expect(wild).toEqual(calm);
    expect(calm).toMatch(/^(AccessDenied|Forbidden|403)/);
  });
});

describe.each(['texas', 'narrow', 'curious'])('the catalog that %s sees', (reader) => {
  it.each(CATALOG)('is the same whatever is withheld: %s:%s %j', async (...call) => {
    expect(await told(reader, 'wild', call)).toEqual(await told(reader, 'calm', call));
  });
});

describe('the catalog', () => {
  it('lists the databases and tables of which something is granted', async () => {
    expect(await answer('texas', ['glue', 'GetDatabases', {}])).toMatchObject({
      DatabaseList: [{ Name: 'texas' }],
    });
    const tables = await answer<{ TableList: { Name: string }[] }>('texas', [
      'glue',
      'GetTables',
      { DatabaseName: 'texas' },
    ]);
    expect(tables.TableList.map(({ Name }) => Name)).toEqual(['bills', 'flights', 'ice', 'logs', 'notes']);
    const none = await answer('curious', ['glue', 'GetTables', { DatabaseName: 'texas' }]);
    expect(none).toEqual({ TableList: [] });
  });

  it('shows a filtered reader the granted columns only, the filter’s own column not', async () => {
    const { Table } = await answer<{ Table: { StorageDescriptor: { Columns: { Name: string }[] } } }>(
      'texas',
      ['glue', 'GetTable', { DatabaseName: 'texas', Name: 'logs' }],
    );
    expect(Table.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(['id', 'delay']);
  });

  it('shows a principal its own grants and no filter', async () => {
    const { PrincipalResourcePermissions: grants } = await answer<{
      PrincipalResourcePermissions: { Principal: { DataLakePrincipalIdentifier: string } }[];
    }>('curious', ['lakeformation', 'ListPermissions', {}]);
    const principals = new Set(grants.map(({ Principal }) => Principal.DataLakePrincipalIdentifier));
    expect([...principals]).toEqual([`arn:aws:iam::${ACCOUNT}:role/curious`]);
    expect(await answer('curious', ['lakeformation', 'ListDataCellsFilter', {}])).toEqual({
      DataCellsFilters: [],
    });
  });

  it.each([
    ['glue', 'SearchTables', {}],
    ['glue', 'GetUnfilteredTableMetadata', {}],
    ['lakeformation', 'GetEffectivePermissionsForPath', {}],
  ] satisfies readonly Call[])('does not offer %s:%s, which would have to be filtered', async (...call) => {
    expect(await told('curious', 'calm', call)).toContain('does not offer');
  });
});

async function answer<Output>(reader: string, [service, operation, input]: Call): Promise<Output> {
  return await twins.lakes.calm.call<Output>(role(reader), service, operation, input);
}

async function told(reader: string, world: World, [service, operation, input]: Call): Promise<string> {
  const lake = twins.lakes[world];
  const id = theirQuery(lake);
  try {
    const text = JSON.stringify(input).replaceAll('THEIRS', id);
    return JSON.stringify(await lake.call(role(reader), service, operation, JSON.parse(text))).replaceAll(
      id,
      'ID',
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return `${error.code}: ${error.message}`.replaceAll(id, 'ID');
  }
}

function theirQuery(lake: TestLake): string {
  const found = queries(lake.cloud)
    .listAll()
    .find(({ value }) => value.workgroup === 'theirs');
  return found?.value.id ?? 'none';
}
