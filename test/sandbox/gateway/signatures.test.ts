import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client, GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from '../../../sandbox/index.ts';

const ACCOUNT = '111122223333';
let directory: string;
let sandbox: Sandbox;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'freehold-signatures-'));
  sandbox = await openSandbox({ directory });
});

afterAll(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const config = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => ({
  region: 'eu-west-1',
  endpoint: sandbox.endpoint,
  credentials,
  maxAttempts: 1,
  forcePathStyle: true,
});
const refused = (name: string) => ({ name, $metadata: { httpStatusCode: 403 } });

async function session() {
  const iam = new IAMClient(config(sandbox.rootCredentials(ACCOUNT)));
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
    ],
  };
  const RoleName = `reader-${Math.trunc(performance.now())}`;
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const sts = new STSClient(config(sandbox.rootCredentials(ACCOUNT)));
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/${RoleName}`,
      RoleSessionName: 'session',
    }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

describe('the sandbox', () => {
  it('does not take an access key id for its secret', async () => {
    const stolen = { accessKeyId: `FHROOT${ACCOUNT}`, secretAccessKey: 'guessed' };
    await expect(new S3Client(config(stolen)).send(new ListBucketsCommand({}))).rejects.toMatchObject(
      refused('SignatureDoesNotMatch'),
    );
    await expect(new DynamoDBClient(config(stolen)).send(new ListTablesCommand({}))).rejects.toMatchObject(
      refused('InvalidSignatureException'),
    );
  });

  it('gives its operator a secret that follows from nothing that others know', () => {
    const { accessKeyId, secretAccessKey } = sandbox.rootCredentials(ACCOUNT);
    expect(sandbox.rootCredentials(ACCOUNT)).toEqual({ accessKeyId, secretAccessKey });
    expect(sandbox.rootCredentials('444455556666').secretAccessKey).not.toBe(secretAccessKey);
    expect(secretAccessKey).not.toBe(
      createHash('sha256').update(`freehold sandbox root ${ACCOUNT}`).digest('base64').slice(0, 40),
    );
    expect(statSync(join(directory, 'operator-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('wants the whole of a session’s credentials', async () => {
    const good = await session();
    const ask = async (credentials: typeof good) =>
      await new STSClient(config(credentials)).send(new GetCallerIdentityCommand({}));
    await expect(ask(good)).resolves.toMatchObject({ Account: ACCOUNT });
    await expect(ask({ ...good, secretAccessKey: 'x' })).rejects.toMatchObject(
      refused('SignatureDoesNotMatch'),
    );
    await expect(ask({ ...good, sessionToken: 'x' })).rejects.toMatchObject(refused('InvalidClientTokenId'));
  });

  it('verifies paths, keys and queries that need encoding', async () => {
    const root = config(sandbox.rootCredentials(ACCOUNT));
    const absent = { Bucket: 'no-such-bucket', Key: "a b/+(ü)/..//%2F?&=*!'~" };
    await expect(new S3Client(root).send(new GetObjectCommand(absent))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await expect(
      new S3Client(root).send(new PutObjectCommand({ ...absent, Body: 'x', Tagging: 'a=b&c=d' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
    const FunctionName = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:nobody`;
    await expect(
      new LambdaClient(root).send(new GetFunctionCommand({ FunctionName, Qualifier: '$LATEST' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('does not act for a web page, which can send simple requests to the loopback', async () => {
    const scope = `FHROOT${ACCOUNT}/20260101/eu-west-1/iam/aws4_request`;
    const url = `${sandbox.endpoint}/?X-Amz-Credential=${scope}&X-Amz-Signature=0&X-Amz-SignedHeaders=host`;
    const form = 'Action=ListRoles&Version=2010-05-08';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const unsigned = await fetch(url, { method: 'POST', headers, body: form });
    expect([unsigned.status, await unsigned.text()]).toEqual([
      403,
      expect.stringContaining('SignatureDoesNotMatch'),
    ]);
    const page = await fetch(url, {
      method: 'POST',
      headers: { ...headers, origin: 'https://page.example' },
      body: form,
    });
    expect([page.status, await page.text()]).toEqual([403, 'the sandbox does not speak to web pages']);
  });
});
