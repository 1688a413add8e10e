import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GetQueryResultsOutput, QueryExecution } from '@aws-sdk/client-athena';
import { createAuthorize } from '../../../../sandbox/authorization/create-authorize.ts';
import type { Caller } from '../../../../sandbox/cloud/caller.ts';
import { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { Store } from '../../../../sandbox/cloud/store.ts';
import { Database } from '../../../../sandbox/duckdb/database.ts';
import { createAthenaService } from '../../../../sandbox/services/athena/service.ts';
import { glueService } from '../../../../sandbox/services/glue/service.ts';
import { iamService } from '../../../../sandbox/services/iam/service.ts';
import { lakeformationService } from '../../../../sandbox/services/lakeformation/service.ts';
import { s3Service } from '../../../../sandbox/services/s3/service.ts';
import { stsService } from '../../../../sandbox/services/sts/service.ts';

export const ACCOUNT = '111111111111';
export const REGION = 'eu-west-1';
export const NOW = new Date('2026-03-01T12:00:00Z');

const root: Caller = { principal: { kind: 'root' }, accountId: ACCOUNT, region: REGION };

export const role = (name: string): Caller => ({
  principal: { kind: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, sessionName: 'test' },
  accountId: ACCOUNT,
  region: REGION,
});

type Json = Record<string, unknown>;

export type Outcome = {
  readonly state: string | undefined;
  readonly reason: string | undefined;
  readonly execution: QueryExecution;
  /** Without the header. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly header: readonly (string | null)[];
  readonly types: readonly (string | undefined)[];
};

/** A small account: real S3, Glue, Lake Formation and IAM, an administrator, and whoever a test adds. */
export class TestLake {
  readonly cloud: Cloud;
  readonly directory: string;
  readonly #store: Store;

  private constructor(directory: string) {
    this.directory = directory;
    this.#store = new Store(join(directory, 'state.sqlite'));
    this.cloud = new Cloud({
      store: this.#store,
      directory,
      clock: () => NOW,
      authorize: createAuthorize(),
    });
    const services = [s3Service, glueService, lakeformationService, iamService, stsService];
    for (const service of [...services, createAthenaService()]) this.cloud.register(service);
  }

  static async open(directory = mkdtempSync(join(tmpdir(), 'freehold-athena-'))): Promise<TestLake> {
    const lake = new TestLake(directory);
    for (const service of lake.cloud.services()) await service.start?.(lake.cloud);
    return lake;
  }

  /** Buckets `data` and `results`, database `ops`, a registered location, and an administrator. */
  async prepare(): Promise<void> {
    for (const bucket of ['data', 'results', 'elsewhere']) {
      await this.call(root, 's3', 'CreateBucket', {
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      });
    }
    await this.addRole('admin', [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    await this.addRole(
      'registered',
      [
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:ListBucket'],
          Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'],
        },
      ],
      { Service: 'lakeformation.amazonaws.com' },
    );
    await this.call(root, 'lakeformation', 'PutDataLakeSettings', {
      DataLakeSettings: {
        DataLakeAdmins: [{ DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/admin` }],
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    });
    await this.call(role('admin'), 'lakeformation', 'RegisterResource', {
      ResourceArn: 'arn:aws:s3:::data',
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/registered`,
    });
    await this.call(role('admin'), 'glue', 'CreateDatabase', { DatabaseInput: { Name: 'ops' } });
    await this.call(root, 'athena', 'CreateWorkGroup', {
      Name: 'wg',
      Configuration: { ResultConfiguration: { OutputLocation: 's3://results/wg/' } },
    });
  }

  /** A role that may query with the workgroup, and has whatever else is given. */
  async addReader(name: string, extra: readonly Json[] = []): Promise<void> {
    await this.addRole(name, [
      { Effect: 'Allow', Action: 'athena:*', Resource: `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/wg` },
      { Effect: 'Allow', Action: 'glue:Get*', Resource: '*' },
      { Effect: 'Allow', Action: 'lakeformation:GetDataAccess', Resource: '*' },
      { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::results/wg/*' },
      ...extra,
    ]);
  }

  async addRole(
    name: string,
    statements: readonly Json[],
    principal: Json = { AWS: ACCOUNT },
  ): Promise<void> {
    const document = (Statement: readonly Json[]): string =>
      JSON.stringify({ Version: '2012-10-17', Statement });
    await this.call(root, 'iam', 'CreateRole', {
      RoleName: name,
      AssumeRolePolicyDocument: document([
        { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' },
      ]),
    });
    await this.call(root, 'iam', 'PutRolePolicy', {
      RoleName: name,
      PolicyName: 'own',
      PolicyDocument: document(statements),
    });
  }

  async grant(name: string, resource: Json, permissions: readonly string[] = ['SELECT']): Promise<void> {
    await this.call(role('admin'), 'lakeformation', 'GrantPermissions', {
      Principal: { DataLakePrincipalIdentifier: `arn:aws:iam::${ACCOUNT}:role/${name}` },
      Resource: resource,
      Permissions: permissions,
    });
  }

  /** A data cells filter on a table of `ops`, granted to a role. */
  async grantFilter(
    name: string,
    filter: { table: string; filter: string; rows?: string; columns?: readonly string[] },
  ): Promise<void> {
    await this.call(role('admin'), 'lakeformation', 'CreateDataCellsFilter', {
      TableData: {
        TableCatalogId: ACCOUNT,
        DatabaseName: 'ops',
        TableName: filter.table,
        Name: filter.filter,
        ...(filter.columns ? { ColumnNames: filter.columns } : { ColumnWildcard: {} }),
        RowFilter: filter.rows === undefined ? { AllRowsWildcard: {} } : { FilterExpression: filter.rows },
      },
    });
    await this.grant(name, {
      DataCellsFilter: {
        TableCatalogId: ACCOUNT,
        DatabaseName: 'ops',
        TableName: filter.table,
        Name: filter.filter,
      },
    });
    await this.grant(name, { Database: { Name: 'ops' } }, ['DESCRIBE']);
  }

  async grantTable(name: string, table: string, columns?: readonly string[]): Promise<void> {
    const at = { DatabaseName: 'ops', Name: table };
    await this.grant(name, columns ? { TableWithColumns: { ...at, ColumnNames: columns } } : { Table: at });
    await this.grant(name, { Database: { Name: 'ops' } }, ['DESCRIBE']);
  }

  /** A Hive table over Parquet, with one object for each SELECT. */
  async addParquetTable(
    name: string,
    columns: Readonly<Record<string, string>>,
    ...selects: readonly string[]
  ): Promise<void> {
    for (const [at, select] of selects.entries()) await this.putParquet(`${name}/${at}.parquet`, select);
    await this.addTable(name, columns, {
      SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    });
  }

  async addTable(
    name: string,
    columns: Readonly<Record<string, string>>,
    storage: Json,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.call(role('admin'), 'glue', 'CreateTable', {
      DatabaseName: 'ops',
      TableInput: {
        Name: name,
        TableType: 'EXTERNAL_TABLE',
        Parameters: parameters,
        StorageDescriptor: {
          Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
          Location: `s3://data/${name}/`,
          ...storage,
        },
      },
    });
  }

  async putParquet(key: string, select: string): Promise<number> {
    const file = join(this.directory, 'made.parquet');
    const database = await Database.open({
      threads: 2,
      memory: '1GB',
      temporaryDirectory: join(this.directory, 'spill'),
    });
    await database.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
    database.close();
    const body = await readFile(file);
    await this.put(key, body);
    return body.length;
  }

  async put(key: string, body: string | Uint8Array, bucket = 'data'): Promise<void> {
    await this.call(root, 's3', 'PutObject', { Bucket: bucket, Key: key, Body: body });
  }

  /** Runs a query to its end. */
  async query(name: string, sql: string, more: Json = {}): Promise<Outcome> {
    const id = await this.start(name, sql, more);
    await this.idle();
    return await this.outcome(name, id);
  }

  async start(name: string, sql: string, more: Json = {}): Promise<string> {
    const input = { QueryString: sql, WorkGroup: 'wg', QueryExecutionContext: { Database: 'ops' }, ...more };
    const { QueryExecutionId } = await this.call<{ QueryExecutionId: string }>(
      role(name),
      'athena',
      'StartQueryExecution',
      input,
    );
    return QueryExecutionId;
  }

  async outcome(name: string, id: string): Promise<Outcome> {
    const { QueryExecution: execution } = await this.call<{ QueryExecution: QueryExecution }>(
      role(name),
      'athena',
      'GetQueryExecution',
      { QueryExecutionId: id },
    );
    const state = execution.Status?.State;
    const results = state === 'SUCCEEDED' ? await this.results(name, id) : undefined;
    const rows = (results?.ResultSet?.Rows ?? []).map(({ Data }) =>
      (Data ?? []).map((cell) => cell.VarCharValue ?? null),
    );
    const isText = execution.StatementType === 'UTILITY';
    return {
      state,
      reason: execution.Status?.StateChangeReason,
      execution,
      header: isText ? [] : (rows[0] ?? []),
      rows: isText ? rows : rows.slice(1),
      types: (results?.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Type }) => Type),
    };
  }

  async results(name: string, id: string, more: Json = {}): Promise<GetQueryResultsOutput> {
    return await this.call(role(name), 'athena', 'GetQueryResults', { QueryExecutionId: id, ...more });
  }

  async idle(): Promise<void> {
    for (const service of this.cloud.services()) await service.idle?.();
  }

  async call<Output = unknown>(
    caller: Caller,
    service: string,
    name: string,
    input: unknown,
  ): Promise<Output> {
    // Tests know what they ask for.
    return (await this.cloud.dispatch(caller, service, name, input)) as Output;
  }

  /** Ends as a killed process does: nothing is told, the directory stays. */
  kill(): void {
    this.#store.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const service of this.cloud.services()) await service.stop?.();
    this.#store.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export { root };
