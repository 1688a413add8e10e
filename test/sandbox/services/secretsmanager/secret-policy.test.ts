import * as sm from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthorize } from '../../../../sandbox/authorization/create-authorize.ts';
import { secretsmanagerService } from '../../../../sandbox/services/secretsmanager/service.ts';
import { ACCOUNT, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

const SecretId = 'mesh/local/shop/weather-api';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

let test: TestCloud;
let client: sm.SecretsManagerClient;

beforeAll(async () => {
  test = await startTestCloud({ services: () => [secretsmanagerService], authorize: createAuthorize() });
  client = new sm.SecretsManagerClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const read = async () => (await client.send(new sm.GetSecretValueCommand({ SecretId }))).SecretString;

async function showOnlyTo(reader: string): Promise<void> {
  const statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'secretsmanager:GetSecretValue',
    Resource: '*',
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': [reader] } },
  };
  const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await client.send(new sm.PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
}

it('shows a value to nobody whom the policy of the secret denies it', async () => {
  await client.send(new sm.CreateSecretCommand({ Name: SecretId }));
  await showOnlyTo(`arn:aws:iam::${ACCOUNT}:role/mesh-local-shop-pipeline`);
  await client.send(new sm.PutSecretValueCommand({ SecretId, SecretString: 'token' }));
  await expect(read()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await showOnlyTo(ROOT);
  expect(await read()).toBe('token');
});
