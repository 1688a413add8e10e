import type { AthenaClient } from '@aws-sdk/client-athena';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GlueClient } from '@aws-sdk/client-glue';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { MeshError } from '../../core/errors/mesh-error.ts';
import type { MeshPrincipal } from './principal.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** Where clients go, and as whom when they act for no role. */
export type Connection = {
  readonly endpoint: string;
  readonly region: string;
  readonly rootCredentials: (account: string) => Credentials;
};

const config = ({ endpoint, region }: Connection, credentials: Credentials) => ({
  endpoint,
  region,
  credentials,
  // Host prefixes such as `sync-` do not resolve on a loopback endpoint.
  disableHostPrefix: true,
  maxAttempts: 2,
});

/** Each SDK client is imported when it is first needed: together they cost a third of a second. */
export async function athenaClient(connection: Connection, as: Credentials): Promise<AthenaClient> {
  const { AthenaClient } = await import('@aws-sdk/client-athena');
  return new AthenaClient(config(connection, as));
}

export async function s3Client(connection: Connection, as: Credentials): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return new S3Client({ ...config(connection, as), forcePathStyle: true });
}

export async function cloudwatchClient(connection: Connection, as: Credentials): Promise<CloudWatchClient> {
  const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
  return new CloudWatchClient(config(connection, as));
}

export async function dynamodbClient(connection: Connection, as: Credentials): Promise<DynamoDBClient> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  return new DynamoDBClient(config(connection, as));
}

export async function glueClient(connection: Connection, as: Credentials): Promise<GlueClient> {
  const { GlueClient } = await import('@aws-sdk/client-glue');
  return new GlueClient(config(connection, as));
}

export async function sfnClient(connection: Connection, as: Credentials): Promise<SFNClient> {
  const { SFNClient } = await import('@aws-sdk/client-sfn');
  return new SFNClient(config(connection, as));
}

export async function ssmClient(connection: Connection, as: Credentials): Promise<SSMClient> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  return new SSMClient(config(connection, as));
}

/** Credentials of a role, by way of STS, as a person would get them. */
export async function assumeRole(connection: Connection, principal: MeshPrincipal): Promise<Credentials> {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(config(connection, connection.rootCredentials(principal.account)));
  const { Credentials: session } = await client
    .send(new AssumeRoleCommand({ RoleArn: principal.arn, RoleSessionName: 'mesh' }))
    .catch((cause: unknown) => {
      throw notAssumable(principal, cause);
    });
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  };
}

/** STS says the same of a role that is not there and of one that does not trust the caller. */
function notAssumable({ name }: MeshPrincipal, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause.name !== 'AccessDenied') return cause;
  return new MeshError(`nobody can be ${name}: ${cause.message}`, {
    code: 'CloudRefused',
    hint: 'roles are deployed with their domain: bin/mesh up, or bin/mesh deploy',
    cause,
  });
}
