import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { query } from '../../cli/commands/query.ts';
import { assumeRole, s3Client } from '../../cli/mesh/clients.ts';
import { failureMessage } from '../../cli/mesh/failure-message.ts';
import { findPrincipal } from '../../cli/mesh/principal.ts';
import {
  bucketName,
  busName,
  domainName,
  RECORD_KINDS,
  registryName,
  secretName,
} from '../../core/naming/names.ts';
import { lakeDrift } from './lake-drift.ts';
import type { Grove } from './grove.ts';
import { linkDrift } from './link-drift.ts';
import { provisionProbe } from './provision-probe.ts';

/** Something that happens in a mesh, from which permissions are needed. */
export type Path = {
  readonly name: string;
  /** What a person reads when it fails; empty when it works. */
  readonly walk: () => Promise<string>;
  /** Brings the mesh back after a failure, with all permissions. */
  readonly recover?: () => Promise<unknown>;
};

/** The paths of the domain `shop` and of the platform's people; together they use every permission of their roles. */
export async function pathsOf(grove: Grove): Promise<readonly Path[]> {
  const drift = await lakeDrift(grove);
  const link = await linkDrift(grove);
  const sweep = () => invoke(grove, 'enforce-policies', {});
  return [
    { name: 'a run', walk: () => forcedRun(grove) },
    { name: 'a run after one that died', walk: () => runAfterDeath(grove) },
    { name: 'a file that lands', walk: () => afterEvents(grove, () => landAsSource(grove)) },
    { name: 'an announcement', walk: () => afterEvents(grove, () => announce(grove)) },
    {
      name: 'a sweep that finds drift',
      walk: async () => {
        await drift();
        return await sweep();
      },
      recover: sweep,
    },
    {
      name: 'a sweep that finds a link gone',
      walk: async () => {
        await link.loseLink();
        return await sweep();
      },
      recover: link.mend,
    },
    {
      name: 'a sweep that finds a link that leads nowhere',
      walk: async () => {
        await link.loseShare();
        const said = await sweep();
        await link.mend();
        return said;
      },
      recover: link.mend,
    },
    { name: 'a measurement', walk: () => invoke(grove, 'measure-slo', {}) },
    { name: 'the schedule of sweeps', walk: () => schedule(grove, 'enforce-policies') },
    { name: 'the schedule of measurements', walk: () => schedule(grove, 'measure-slo') },
    { name: 'a deployment of tables', walk: provisionProbe(grove) },
    { name: 'an analyst at work', walk: () => work(grove, 'shop-analyst') },
    { name: 'an engineer at work', walk: () => work(grove, 'shop-engineer') },
    { name: 'an engineer who lands a file', walk: () => saying(() => landAsEngineer(grove)) },
    { name: 'an auditor at work', walk: () => saying(() => readRecords(grove)) },
    { name: 'an engineer who keeps a secret', walk: () => saying(() => keepSecretAsEngineer(grove)) },
  ];
}

async function saying(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return '';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

export async function forcedRun({ executions, sales }: Grove): Promise<string> {
  const execution = await executions.start(sales, { trigger: 'hand', force: true });
  return failureMessage(await executions.wait(sales, execution)) ?? '';
}

/** The lease of an execution that is over, as a killed run leaves it. */
async function runAfterDeath(grove: Grove): Promise<string> {
  const { executions, sales, clients, names } = grove;
  const ended = await executions.start(sales, { trigger: 'hand' });
  await executions.wait(sales, ended);
  const at = new Date().toISOString();
  const item = {
    pk: 'sales/v1',
    sk: 'lease',
    run: 'abandoned',
    execution: ended,
    startedAt: at,
    acquiredAt: at,
  };
  await new DynamoDBClient(clients).send(
    new PutItemCommand({
      TableName: registryName(names, 'shop'),
      Item: {
        ...Object.fromEntries(Object.entries(item).map(([key, value]) => [key, { S: value }])),
        attempt: { N: '1' },
      },
    }),
  );
  return await forcedRun(grove);
}

/** Deliveries have no caller to answer: what they cannot do is a dead letter. */
async function afterEvents({ sandbox, deadLetters }: Grove, cause: () => Promise<unknown>): Promise<string> {
  await sandbox.idle();
  const before = deadLetters().length;
  await cause();
  await sandbox.idle();
  return deadLetters().slice(before).join('\n');
}

function landingBucket({ names, account }: Grove): string {
  return bucketName(names, 'shop', 'landing', account);
}

const SALES = 'sale_id,crop,kilos,clerk\n1,apple,10,Cleo\n2,pear,4,Dora\n3,apple,2,Cleo\n';

async function landAsSource(grove: Grove): Promise<void> {
  const target = { Bucket: landingBucket(grove), Key: 'sales/sales.csv' };
  await new S3Client(grove.clients).send(new PutObjectCommand({ ...target, Body: SALES }));
}

async function landAsEngineer(grove: Grove): Promise<void> {
  const { project, connection } = grove;
  const engineer = findPrincipal(project.mesh, project.environment.name, 'shop-engineer');
  const client = await s3Client(connection, await assumeRole(connection, engineer));
  const { GetObjectCommand, ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const target = { Bucket: landingBucket(grove), Key: 'elsewhere/notes.txt' };
  await client.send(new PutObjectCommand({ ...target, Body: 'notes' }));
  await client.send(new ListObjectsV2Command({ Bucket: target.Bucket, Prefix: 'elsewhere/' }));
  await client.send(new GetObjectCommand(target));
}

async function keepSecretAsEngineer({ project, connection, clients, names }: Grove): Promise<void> {
  const engineer = findPrincipal(project.mesh, project.environment.name, 'shop-engineer');
  const credentials = await assumeRole(connection, engineer);
  const client = new SecretsManagerClient({ ...clients, credentials });
  const SecretId = secretName(names, 'shop', 'till-service');
  await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'token' }));
  await client.send(new GetSecretValueCommand({ SecretId }));
}

/** Lists and reads one record of each kind, as people of the platform do. */
async function readRecords({ project, connection, names }: Grove): Promise<void> {
  const auditor = findPrincipal(project.mesh, project.environment.name, 'platform-auditor');
  const client = await s3Client(connection, await assumeRole(connection, auditor));
  const { GetBucketLocationCommand, GetObjectCommand, ListObjectsV2Command } = await import(
    '@aws-sdk/client-s3'
  );
  const Bucket = bucketName(names, 'platform', 'audit', auditor.account);
  await client.send(new GetBucketLocationCommand({ Bucket }));
  for (const kind of RECORD_KINDS) {
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: `${kind}/` }));
    await client.send(new GetObjectCommand({ Bucket, Key: Contents?.[0]?.Key ?? `${kind}/none` }));
  }
}

async function announce({ clients, names }: Grove): Promise<void> {
  const detail = { id: randomUUID(), domain: 'shop', product: 'shop.nothing-reads-this' };
  await new EventBridgeClient(clients).send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: busName(names, 'shop'),
          Source: 'freehold',
          DetailType: 'ProductPublished',
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
}

/** A function's error, or the steps that its report says have failed. */
export async function invoke({ clients, names }: Grove, name: string, payload: unknown): Promise<string> {
  const answer = await new LambdaClient(clients).send(
    new InvokeCommand({ FunctionName: domainName(names, 'shop', name), Payload: JSON.stringify(payload) }),
  );
  const text = answer.Payload?.transformToString() ?? '';
  if (answer.FunctionError !== undefined) return text;
  // `enforce-policies` answers its report; what failed is in it.
  const { failed = [] } = JSON.parse(text) as { readonly failed?: readonly unknown[] };
  return failed.map((step) => JSON.stringify(step)).join('\n');
}

async function schedule({ sandbox, account, names }: Grove, name: string): Promise<string> {
  return await saying(async () => {
    await sandbox.runSchedule({ account, region: names.region, name: domainName(names, 'shop', name) });
    await sandbox.idle();
  });
}

async function work({ project, connection }: Grove, who: string): Promise<string> {
  const as = findPrincipal(project.mesh, project.environment.name, who);
  return await saying(async () => {
    for (const sql of ['SHOW DATABASES', 'SHOW TABLES IN shop', 'SELECT count(*) FROM shop.sales']) {
      await query(project, connection, { sql, as, limit: 10 });
    }
  });
}
