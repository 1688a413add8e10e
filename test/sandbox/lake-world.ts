import { createAuthorize } from '../../sandbox/authorization/create-authorize.ts';
import type { AwsError } from '../../sandbox/cloud/aws-error.ts';
import type { Caller } from '../../sandbox/cloud/caller.ts';
import { Cloud } from '../../sandbox/cloud/cloud.ts';
import { Store } from '../../sandbox/cloud/store.ts';
import { glueService } from '../../sandbox/services/glue/service.ts';
import { iamService } from '../../sandbox/services/iam/service.ts';
import { lakeformationService } from '../../sandbox/services/lakeformation/service.ts';
import { stsService } from '../../sandbox/services/sts/service.ts';

export const OPERATIONS = '111111111111';
export const INSIGHT = '222222222222';
export const REGION = 'eu-west-1';

type Json = Record<string, unknown>;

/** An account with IAM, Glue and Lake Formation, where `admin` administers the lake. */
export class LakeWorld {
  readonly clock = { now: new Date('2026-01-01T00:00:00Z') };
  readonly cloud = new Cloud({
    store: new Store(':memory:'),
    directory: '/nonexistent',
    clock: () => this.clock.now,
    authorize: createAuthorize(),
  });

  constructor() {
    for (const service of [iamService, stsService, glueService, lakeformationService]) {
      this.cloud.register(service);
    }
  }

  static async create(): Promise<LakeWorld> {
    const world = new LakeWorld();
    for (const name of ['admin', 'maker', 'reader', 'vendor']) await world.role(name);
    await world.role('guest', INSIGHT);
    await world.lake('PutDataLakeSettings', {
      DataLakeSettings: {
        DataLakeAdmins: [{ DataLakePrincipalIdentifier: arn('admin') }],
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    });
    return world;
  }

  /** A role whose IAM allows everything, so that only Lake Formation decides. */
  async role(
    name: string,
    account = OPERATIONS,
    statement: Json = { Action: '*', Resource: '*' },
  ): Promise<void> {
    const iam = (operation: string, input: Json) =>
      this.cloud.dispatch(
        { principal: { kind: 'root' }, accountId: account, region: REGION },
        'iam',
        operation,
        input,
      );
    const trust = { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' };
    await iam('CreateRole', { RoleName: name, AssumeRolePolicyDocument: policy(trust) });
    const PolicyDocument = policy({ Effect: 'Allow', ...statement });
    await iam('PutRolePolicy', { RoleName: name, PolicyName: 'all', PolicyDocument });
  }

  glue<Output = Json>(role: string, operation: string, input: Json, account = OPERATIONS): Promise<Output> {
    return this.cloud.dispatch(caller(role, account), 'glue', operation, input) as Promise<Output>;
  }

  lake<Output = Json>(operation: string, input: Json, role = 'admin'): Promise<Output> {
    return this.cloud.dispatch(caller(role), 'lakeformation', operation, input) as Promise<Output>;
  }

  grant(
    role: string,
    Resource: Json,
    Permissions: string[],
    {
      grantable = [],
      account = OPERATIONS,
    }: { readonly grantable?: string[]; readonly account?: string } = {},
  ) {
    return this.lake('GrantPermissions', {
      Principal: { DataLakePrincipalIdentifier: arn(role, account) },
      Resource,
      Permissions,
      PermissionsWithGrantOption: grantable,
    });
  }

  /** Database `safety` with table `strikes`, made by the administrator. */
  async withTable(): Promise<this> {
    await this.glue('admin', 'CreateDatabase', {
      DatabaseInput: { Name: 'safety', CreateTableDefaultPermissions: [] },
    });
    await this.glue('admin', 'CreateTable', { DatabaseName: 'safety', TableInput: STRIKES });
    return this;
  }

  /** An SDK client: its commands go to this world's services. */
  client<Client>(service: string, role = 'admin', account = OPERATIONS): Client {
    const send = (command: { readonly constructor: { readonly name: string }; readonly input: unknown }) =>
      this.cloud.dispatch(
        caller(role, account),
        service,
        command.constructor.name.replace(/Command$/, ''),
        command.input,
      );
    return { send } as unknown as Client;
  }
}

export const STRIKES = {
  Name: 'Strikes',
  StorageDescriptor: {
    Columns: [
      { Name: 'id', Type: 'bigint' },
      { Name: 'state', Type: 'string' },
      { Name: 'operator', Type: 'string' },
      { Name: 'cost', Type: 'double' },
    ],
    Location: 's3://lake/safety/strikes/',
  },
  Parameters: {
    table_type: 'ICEBERG',
    metadata_location: 's3://lake/m1.json',
    'spark.sql.sources.schema': '{}',
  },
};

export const TABLE = { Table: { DatabaseName: 'safety', Name: 'strikes' } };

export function arn(role: string, account = OPERATIONS): string {
  return `arn:aws:iam::${account}:role/${role}`;
}

export function caller(role: string, account = OPERATIONS): Caller {
  return {
    principal: { kind: 'role', arn: arn(role, account), sessionName: 's' },
    accountId: account,
    region: REGION,
  };
}

function policy(statement: Json): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** `Code: message` of a call that must fail. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return `${(error as AwsError).code}: ${(error as AwsError).message}`;
  }
  return 'it did not fail';
}
