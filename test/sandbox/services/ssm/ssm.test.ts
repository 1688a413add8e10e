import * as ssm from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuthorizationRequest } from '../../../../sandbox/cloud/operation.ts';
import { ssmService } from '../../../../sandbox/services/ssm/service.ts';
import { ACCOUNT, OTHER_ACCOUNT, REGION, startTestCloud, type TestCloud } from '../../start-test-cloud.ts';

let test: TestCloud;
let client: ssm.SSMClient;
const asked: AuthorizationRequest[] = [];

beforeAll(async () => {
  test = await startTestCloud({
    services: () => [ssmService],
    authorize: (_cloud, _caller, requests) => {
      asked.push(...requests);
    },
  });
  client = new ssm.SSMClient(test.config());
});
afterAll(async () => {
  client.destroy();
  await test.stop();
});

const put = async (Name: string, Value: string, more: Partial<ssm.PutParameterCommandInput> = {}) =>
  await client.send(new ssm.PutParameterCommand({ Name, Value, Type: 'String', ...more }));
const get = async (Name: string) => (await client.send(new ssm.GetParameterCommand({ Name }))).Parameter;

it('counts the versions of a parameter and overwrites only when it is told to', async () => {
  await put('/mesh/local/a', 'one');
  await expect(put('/mesh/local/a', 'two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  await put('/mesh/local/a', 'two', { Overwrite: true });
  expect(await get('/mesh/local/a')).toMatchObject({
    Value: 'two',
    Version: 2,
    ARN: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/mesh/local/a`,
  });
});

it('belongs to one account', async () => {
  await put('/mesh/own', 'x');
  const other = new ssm.SSMClient(test.config(OTHER_ACCOUNT));
  await expect(other.send(new ssm.GetParameterCommand({ Name: '/mesh/own' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
});

it('is found by name and by path', async () => {
  for (const name of ['/p/b', '/p/a', '/p/sub/c', '/pq/d']) await put(name, name);
  const byPath = async (Recursive: boolean) => {
    const found = await client.send(new ssm.GetParametersByPathCommand({ Path: '/p', Recursive }));
    return found.Parameters?.map(({ Name }) => Name);
  };
  expect(await byPath(false)).toEqual(['/p/a', '/p/b']);
  expect(await byPath(true)).toEqual(['/p/a', '/p/b', '/p/sub/c']);
  const several = await client.send(new ssm.GetParametersCommand({ Names: ['/p/a', '/absent'] }));
  expect([several.Parameters?.map(({ Name }) => Name), several.InvalidParameters]).toEqual([
    ['/p/a'],
    ['/absent'],
  ]);
});

it('is gone when it is deleted', async () => {
  await put('/gone', 'x');
  await client.send(new ssm.DeleteParameterCommand({ Name: '/gone' }));
  await expect(get('/gone')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await expect(client.send(new ssm.DeleteParameterCommand({ Name: '/gone' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
});

it('is asked for by its ARN', async () => {
  asked.length = 0;
  await get('/mesh/local/a');
  expect(asked).toMatchObject([
    { action: 'ssm:GetParameter', resource: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/mesh/local/a` },
  ]);
});

it('refuses secret values and values that are too long', async () => {
  await expect(put('/secret', 'x', { Type: 'SecureString' })).rejects.toThrow(/SecureString/);
  await expect(put('/long', 'x'.repeat(4097))).rejects.toThrow(/4,?096/);
});
