import * as sm from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { kmsService } from '../../../../sandbox/services/kms/service.ts';
import { secretsmanagerService } from '../../../../sandbox/services/secretsmanager/service.ts';
import { ACCOUNT, root, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: sm.SecretsManagerClient;
let now = new Date('2026-01-01T00:00:00Z');
const asked: AuthorizationRequest[] = [];

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [kmsService, secretsmanagerService],
    clock: () => now,
    authorize: (_cloud, _caller, requests) => {
      asked.push(...requests);
    },
  });
  client = new sm.SecretsManagerClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const create = async (Name: string, more: Partial<sm.CreateSecretCommandInput> = {}) =>
  await client.send(new sm.CreateSecretCommand({ Name, SecretString: 'one', ...more }));
const read = async (SecretId: string | undefined, more: Partial<sm.GetSecretValueCommandInput> = {}) =>
  await client.send(new sm.GetSecretValueCommand({ SecretId, ...more }));

it('keeps the current and the previous value, by name, ARN and partial ARN', async () => {
  const { ARN } = await create('mesh/local/a');
  expect(ARN).toMatch(
    new RegExp(`^arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:mesh/local/a-[a-zA-Z0-9]{6}$`),
  );
  await client.send(new sm.PutSecretValueCommand({ SecretId: 'mesh/local/a', SecretString: 'two' }));
  expect((await read('mesh/local/a')).SecretString).toBe('two');
  expect((await read(ARN, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  expect((await read(ARN?.slice(0, -7))).SecretString).toBe('two');
  await expect(read(`${ARN?.slice(0, -6)}zzzzzz`)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('adds a value once for one token', async () => {
  await create('token');
  const put = async (SecretString: string) =>
    await client.send(
      new sm.PutSecretValueCommand({ SecretId: 'token', SecretString, ClientRequestToken: 'x'.repeat(32) }),
    );
  await put('two');
  await put('two');
  await expect(put('three')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  expect((await read('token', { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
});

it('gives binary values back as they were', async () => {
  await create('binary', { SecretString: undefined, SecretBinary: new Uint8Array([0, 255]) });
  expect([...((await read('binary')).SecretBinary ?? [])]).toEqual([0, 255]);
});

it('lets a deleted secret be restored until its window is over', async () => {
  await create('gone');
  await client.send(new sm.DeleteSecretCommand({ SecretId: 'gone', RecoveryWindowInDays: 7 }));
  await expect(read('gone')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  await expect(create('gone')).rejects.toThrow('already scheduled for deletion');
  await client.send(new sm.RestoreSecretCommand({ SecretId: 'gone' }));
  expect((await read('gone')).SecretString).toBe('one');
  await client.send(new sm.DeleteSecretCommand({ SecretId: 'gone', RecoveryWindowInDays: 7 }));
  now = new Date('2026-01-09T00:00:00Z');
  const restarted = await test.restart();
  await restarted.dispatch(root(), 'secretsmanager', 'CreateSecret', { Name: 'gone', SecretString: 'one' });
});

it("asks the secret's policy and the key that encrypts it", async () => {
  const key = await test.cloud.dispatch(root(), 'kms', 'CreateKey', {});
  const keyArn = (key as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn;
  const { ARN } = await create('sealed', { KmsKeyId: keyArn });
  const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await client.send(new sm.PutResourcePolicyCommand({ SecretId: 'sealed', ResourcePolicy }));
  asked.length = 0;
  await read('sealed');
  expect(asked).toMatchObject([
    {
      action: 'secretsmanager:GetSecretValue',
      resource: ARN,
      resourcePolicy: ResourcePolicy,
      context: { 'secretsmanager:VersionStage': 'AWSCURRENT' },
    },
    {
      action: 'kms:Decrypt',
      resource: keyArn,
      mustAllowByResource: true,
      context: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
    },
  ]);
});

it('makes passwords with every kind of character that is asked for, and with no other', async () => {
  const { RandomPassword = '' } = await client.send(
    new sm.GetRandomPasswordCommand({ PasswordLength: 4, ExcludePunctuation: true, ExcludeCharacters: 'aZ' }),
  );
  expect(RandomPassword).toMatch(/^(?=.*[b-z])(?=.*[A-Y])(?=.*\d)[b-zA-Y0-9]{4}$/);
});

it('refuses what it does not offer', async () => {
  await expect(create('replicated', { AddReplicaRegions: [{ Region: 'eu-west-2' }] })).rejects.toThrow(
    'the sandbox does not support the parameter AddReplicaRegions',
  );
  await expect(client.send(new sm.RotateSecretCommand({ SecretId: 'gone' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});
