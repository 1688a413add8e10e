import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetDataLakeSettingsCommand,
  GrantPermissionsCommand,
  LakeFormationClient,
  ListPermissionsCommand,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assumeRole, s3Client } from '../../cli/mesh/clients.ts';
import { findPrincipal } from '../../cli/mesh/principal.ts';
import { runNamespaceSchedules } from '../../cli/mesh/schedules.ts';
import { renderStatus } from '../../cli/ui/status-table.ts';
import { evaluate } from '../../core/access/iam/evaluate.ts';
import { bucketName, domainName } from '../../core/naming/names.ts';
import { copyMesh, type OpenMesh, openMesh } from './open-mesh.ts';
import { synthesizedPolicies } from './synthesized-policies.ts';

const REGION = 'eu-west-1';
const NAMES = { mesh: 'wildlife', environment: 'local', region: REGION };
/** Synthesis, deployment and every product, on a machine that does other things too. */
const HOOK_MS = 180_000;
const copy = copyMesh();
let mesh: OpenMesh;
let accounts: { readonly safety: string; readonly insight: string };

beforeAll(async () => {
  mesh = await openMesh(copy.root);
  await mesh.up();
  const { mesh: model } = await mesh.project();
  const accountOf = (name: string): string => findPrincipal(model, 'local', `${name}-analyst`).account;
  accounts = { safety: accountOf('safety'), insight: accountOf('insight') };
}, HOOK_MS);

afterAll(async () => {
  await mesh.close();
  copy.remove();
});

/** Buckets of safety with a key that is really there. */
async function safetyObjects(): Promise<readonly { readonly Bucket: string; readonly Key: string }[]> {
  const root = await s3Client(mesh.connection, mesh.sandbox.rootCredentials(accounts.safety));
  const found = (['landing', 'products', 'results'] as const).map(async (purpose) => {
    const Bucket = bucketName(NAMES, 'safety', purpose, accounts.safety);
    const { Contents } = await root.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }));
    return { Bucket, Key: Contents?.[0]?.Key ?? '' };
  });
  return await Promise.all(found);
}

describe('a consumer', () => {
  it('reads the columns that its subscription lists', async () => {
    const rows = await mesh.rows('SELECT * FROM safety.strikes ORDER BY strike_id', 'insight-analyst');
    expect(rows).toHaveLength(10);
    expect(rows[3]).toEqual(['4', '2001-02-20', 'JFK', 'New York', 'Substantial']);
  });

  it.each(['operator', 'cost'])('is refused the column %s in the words of Athena', async (column) => {
    await expect(mesh.rows(`SELECT ${column} FROM safety.strikes`, 'insight-analyst')).rejects.toThrow(
      `COLUMN_NOT_FOUND: line 1:8: Column '${column}' cannot be resolved or requester is not authorized to access requested resources`,
    );
    await expect(
      mesh.rows(`SELECT count(*) FROM safety.strikes WHERE ${column} IS NOT NULL`, 'insight-analyst'),
    ).rejects.toThrow('COLUMN_NOT_FOUND');
  });

  it('sees the rows of its state alone, in sums too', async () => {
    const states = await mesh.rows('SELECT DISTINCT state FROM safety.strikes', 'insight-texas-analyst');
    expect(states).toEqual([['Texas']]);
    expect(
      await mesh.rows("SELECT count(*) FROM safety.strikes WHERE state <> 'Texas'", 'insight-texas-analyst'),
    ).toEqual([['0']]);
    expect(await mesh.rows('SELECT count(*) FROM safety.strikes', 'insight-texas-analyst')).toEqual([['4']]);
  });

  it('sees nothing of a domain that it has no subscription to', async () => {
    await expect(mesh.rows('SELECT * FROM insight.strike_counts', 'safety-analyst')).rejects.toThrow(
      /does not exist|not authorized|permission/i,
    );
  });
});

describe('the files of a domain', () => {
  it('are refused to every role of another domain that comes with an S3 client of its own', async () => {
    const { mesh: model } = await mesh.project();
    const objects = await safetyObjects();
    for (const name of ['insight-analyst', 'insight-engineer', 'insight-texas-analyst']) {
      const session = await assumeRole(mesh.connection, findPrincipal(model, 'local', name));
      const s3 = await s3Client(mesh.connection, session);
      for (const { Bucket, Key } of objects) {
        expect(Key).not.toBe('');
        await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
          name: 'AccessDenied',
        });
        await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
          name: 'AccessDenied',
        });
      }
    }
  });

  it('are refused by the synthesized policies alone, with nothing of the sandbox between', async () => {
    const policies = synthesizedPolicies(join(copy.root, '.mesh/cdk.out'));
    const decide = (
      by: { readonly domain: 'safety' | 'insight'; readonly role: string },
      action: string,
      to: { readonly Bucket: string; readonly Key?: string },
    ) => {
      const name = domainName(NAMES, by.domain, by.role);
      const account = accounts[by.domain];
      const onBucket = policies.bucket(to.Bucket);
      const principal = {
        kind: 'role',
        arn: `arn:aws:iam::${account}:role/${name}`,
        sessionArn: `arn:aws:sts::${account}:assumed-role/${name}/test`,
        accountId: account,
      } as const;
      const request = {
        principal,
        action,
        resource: `arn:aws:s3:::${to.Bucket}${to.Key === undefined ? '' : `/${to.Key}`}`,
        resourceAccount: accounts.safety,
        context: { 'aws:SecureTransport': 'true', 'aws:PrincipalAccount': account },
      };
      return evaluate(request, { identity: policies.role(name), ...(onBucket && { resource: onBucket }) })
        .kind;
    };
    const roles = ['analyst', 'engineer', 'texas-analyst', 'pipeline', 'publisher', 'observer', 'reconciler'];
    for (const { Bucket, Key } of await safetyObjects()) {
      for (const role of roles) {
        const by = { domain: 'insight', role } as const;
        expect([role, decide(by, 's3:GetObject', { Bucket, Key })]).toEqual([role, 'denied']);
        expect([role, decide(by, 's3:PutObject', { Bucket, Key })]).toEqual([role, 'denied']);
        expect([role, decide(by, 's3:ListBucket', { Bucket })]).toEqual([role, 'denied']);
      }
    }
    // The same question about the domain's own engineer, to see that the policies were really read.
    const Bucket = bucketName(NAMES, 'safety', 'landing', accounts.safety);
    const engineer = { domain: 'safety', role: 'engineer' } as const;
    expect(decide(engineer, 's3:PutObject', { Bucket, Key: 'strikes/strikes.csv' })).toBe('allowed');
  });
});

describe('the sweep', () => {
  it('takes away what an administrator granted by hand, and mesh status says who had what', async () => {
    const visitor = await createRole('visitor');
    const steward = await lakeSteward();
    await steward.send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: visitor },
        Resource: { Table: { DatabaseName: 'safety', Name: 'strikes_v1' } },
        Permissions: ['SELECT'],
      }),
    );
    expect(await grantsOf(visitor, steward)).toEqual(['SELECT']);
    const { mesh: model, environment } = await mesh.project();
    await runNamespaceSchedules(mesh.sandbox, model, environment);
    expect(await grantsOf(visitor, steward)).toEqual([]);
    const { products, sweeps } = await mesh.status();
    const [, notes = ''] = stripVTControlCharacters(renderStatus(products, sweeps)).split('\n\n');
    const shown = notes
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, '<time>')
      .replaceAll(accounts.safety, '<safety>');
    expect(shown).toMatchInlineSnapshot(`
      "! sweep of safety at <time>: repaired, 1 grants revoked
          revoked SELECT on the table safety.strikes_v1 from the role visitor in <safety> (undeclared)"
    `);
    expect(await mesh.rows('SELECT count(*) FROM safety.strikes', 'insight-analyst')).toEqual([['10']]);
  });

  it('finds nothing when all is as declared', async () => {
    const { mesh: model, environment } = await mesh.project();
    await runNamespaceSchedules(mesh.sandbox, model, environment);
    const { products, sweeps } = await mesh.status();
    expect(sweeps.map(({ outcome }) => outcome)).toEqual(['clean', 'clean']);
    expect(renderStatus(products, sweeps)).toBe(renderStatus(products));
  });
});

/** A person whom somebody made an administrator of the safety account's lake, by hand. */
async function lakeSteward(): Promise<LakeFormationClient> {
  const steward = await createRole('steward', {
    Effect: 'Allow',
    Action: ['lakeformation:*', 'glue:GetTable', 'glue:GetDatabase'],
    Resource: '*',
  });
  const root = lakeFormation(mesh.sandbox.rootCredentials(accounts.safety));
  const { DataLakeSettings } = await root.send(new GetDataLakeSettingsCommand({}));
  const admins = [...(DataLakeSettings?.DataLakeAdmins ?? []), { DataLakePrincipalIdentifier: steward }];
  await root.send(
    new PutDataLakeSettingsCommand({ DataLakeSettings: { ...DataLakeSettings, DataLakeAdmins: admins } }),
  );
  const sts = new STSClient({
    endpoint: mesh.sandbox.endpoint,
    region: REGION,
    credentials: mesh.sandbox.rootCredentials(accounts.safety),
  });
  const { Credentials: session } = await sts.send(
    new AssumeRoleCommand({ RoleArn: steward, RoleSessionName: 'by-hand' }),
  );
  return lakeFormation({
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  });
}

function lakeFormation(credentials: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}): LakeFormationClient {
  return new LakeFormationClient({ endpoint: mesh.sandbox.endpoint, region: REGION, credentials });
}

async function createRole(name: string, statement?: object): Promise<string> {
  const iam = new IAMClient({
    endpoint: mesh.sandbox.endpoint,
    region: REGION,
    credentials: mesh.sandbox.rootCredentials(accounts.safety),
  });
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accounts.safety}:root` }, Action: 'sts:AssumeRole' },
  ];
  const document = (statements: readonly object[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(Statement) }));
  if (statement) {
    await iam.send(
      new PutRolePolicyCommand({ RoleName: name, PolicyName: 'own', PolicyDocument: document([statement]) }),
    );
  }
  return `arn:aws:iam::${accounts.safety}:role/${name}`;
}

/** As an administrator sees them: nobody else is shown the grants of others. */
async function grantsOf(principal: string, steward: LakeFormationClient): Promise<readonly string[]> {
  const { PrincipalResourcePermissions = [] } = await steward.send(
    new ListPermissionsCommand({ Principal: { DataLakePrincipalIdentifier: principal } }),
  );
  return PrincipalResourcePermissions.flatMap(({ Permissions = [] }) => Permissions);
}
