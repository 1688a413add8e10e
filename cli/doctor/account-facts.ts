import { bootstrapRoleName, type Place } from '../../core/naming/bootstrap-role.ts';
import { assumeBootstrapRole, clientConfig } from '../deploy/deploy-role.ts';
import type { DeployTarget } from '../deploy/deploy-target.ts';
import type { Credentials } from '../mesh/clients.ts';
import type { ExpectedAccount } from './expected-account.ts';

/** Something that was asked for: its answer, or why there is none. */
export type Answer<T> = { readonly value: T } | { readonly refused: string };

export type LakeSettings = {
  readonly administrators: readonly string[];
  readonly crossAccountVersion: number;
  /** Whether new databases or tables are open to `IAM_ALLOWED_PRINCIPALS`. */
  readonly opensNewObjects: boolean;
};

export type Registration = {
  readonly location: string;
  readonly role: string;
  readonly isHybrid: boolean;
};

export type AccountFacts = {
  readonly bootstrapVersion: Answer<number>;
  /** ARNs of the policies of CloudFormation's role. */
  readonly executionPolicies: Answer<readonly string[]>;
  readonly lake: Answer<LakeSettings>;
  readonly registrations: Answer<readonly Registration[]>;
  readonly databases: Answer<readonly string[]>;
  readonly buckets: Answer<readonly string[]>;
  /** Names of the deployed stacks. */
  readonly stacks: Answer<readonly string[]>;
};

/** Pages of a list that are read: a thousand of anything is more than an account of a mesh has. */
const PAGES_MAX = 20;

/** Reads one account, as the bootstrap's lookup role where that can be, and never changes anything. */
export async function gatherFacts(target: DeployTarget, expected: ExpectedAccount): Promise<AccountFacts> {
  const place = { account: expected.account, region: expected.region };
  const [deploy, lookup] = await Promise.all([
    answer(async () => await assumeBootstrapRole(target, 'deploy', place)),
    answer(async () => await assumeBootstrapRole(target, 'lookup', place)),
  ]);
  const as =
    <T>(who: Answer<Credentials>, ask: (reader: Reader) => Promise<T>) =>
    async (): Promise<Answer<T>> =>
      'refused' in who ? who : await answer(async () => await ask({ target, place, credentials: who.value }));
  const [bootstrapVersion, stacks, executionPolicies, lake, registrations, databases, buckets] =
    await Promise.all([
      as(deploy, readBootstrapVersion)(),
      as(deploy, readStacks)(),
      as(lookup, readExecutionPolicies)(),
      as(lookup, readLakeSettings)(),
      as(lookup, readRegistrations)(),
      as(lookup, readDatabases)(),
      as(lookup, readBuckets)(),
    ]);
  return { bootstrapVersion, stacks, executionPolicies, lake, registrations, databases, buckets };
}

type Reader = { readonly target: DeployTarget; readonly place: Place; readonly credentials: Credentials };

async function answer<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await ask() };
  } catch (error) {
    return { refused: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

const config = ({ target, place, credentials }: Reader) => clientConfig(target, place.region, credentials);

async function readBootstrapVersion(reader: Reader): Promise<number> {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const { Parameter } = await new SSMClient(config(reader)).send(
    new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' }),
  );
  return Number(Parameter?.Value);
}

async function readExecutionPolicies(reader: Reader): Promise<readonly string[]> {
  const { IAMClient, ListAttachedRolePoliciesCommand } = await import('@aws-sdk/client-iam');
  const { AttachedPolicies = [] } = await new IAMClient(config(reader)).send(
    new ListAttachedRolePoliciesCommand({ RoleName: bootstrapRoleName('cfn-exec', reader.place) }),
  );
  return AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn);
}

async function readLakeSettings(reader: Reader): Promise<LakeSettings> {
  const { GetDataLakeSettingsCommand, LakeFormationClient } = await import('@aws-sdk/client-lakeformation');
  const { DataLakeSettings: settings } = await new LakeFormationClient(config(reader)).send(
    new GetDataLakeSettingsCommand({}),
  );
  const defaults = [
    ...(settings?.CreateDatabaseDefaultPermissions ?? []),
    ...(settings?.CreateTableDefaultPermissions ?? []),
  ];
  return {
    administrators: (settings?.DataLakeAdmins ?? []).map((one) => one.DataLakePrincipalIdentifier ?? ''),
    crossAccountVersion: Number(settings?.Parameters?.['CROSS_ACCOUNT_VERSION'] ?? 1),
    opensNewObjects: defaults.some(
      ({ Principal }) => Principal?.DataLakePrincipalIdentifier === 'IAM_ALLOWED_PRINCIPALS',
    ),
  };
}

async function readRegistrations(reader: Reader): Promise<readonly Registration[]> {
  const { LakeFormationClient, ListResourcesCommand } = await import('@aws-sdk/client-lakeformation');
  const client = new LakeFormationClient(config(reader));
  const found = await pages(async (NextToken) => {
    const one = await client.send(new ListResourcesCommand(NextToken === undefined ? {} : { NextToken }));
    return { items: one.ResourceInfoList ?? [], next: one.NextToken };
  });
  return found.map(({ ResourceArn = '', RoleArn = '', HybridAccessEnabled }) => ({
    location: ResourceArn,
    role: RoleArn,
    isHybrid: HybridAccessEnabled === true,
  }));
}

async function readDatabases(reader: Reader): Promise<readonly string[]> {
  const { GetDatabasesCommand, GlueClient } = await import('@aws-sdk/client-glue');
  const client = new GlueClient(config(reader));
  const found = await pages(async (NextToken) => {
    const one = await client.send(new GetDatabasesCommand(NextToken === undefined ? {} : { NextToken }));
    return { items: one.DatabaseList ?? [], next: one.NextToken };
  });
  return found.map(({ Name = '' }) => Name);
}

async function readBuckets(reader: Reader): Promise<readonly string[]> {
  const { ListBucketsCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({
    ...config(reader),
    forcePathStyle: reader.target.endpoint !== undefined,
  });
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  return Buckets.map(({ Name = '' }) => Name);
}

async function readStacks(reader: Reader): Promise<readonly string[]> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(config(reader));
  const found = await pages(async (NextToken) => {
    const one = await client.send(new DescribeStacksCommand(NextToken === undefined ? {} : { NextToken }));
    return { items: one.Stacks ?? [], next: one.NextToken };
  });
  return found.map(({ StackName = '' }) => StackName);
}

async function pages<T>(
  read: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next?: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { items, next } = await read(token);
    all.push(...items);
    token = next;
    if (token === undefined) break;
  }
  return all;
}
