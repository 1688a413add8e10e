import { request as httpRequest } from 'node:http';
import { GlueClient, GetTableCommand } from '@aws-sdk/client-glue';
import { IAMClient, GetRoleCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AwsError } from '../../../sandbox/cloud/aws-error.ts';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import type { AnyOperation, Service } from '../../../sandbox/cloud/service.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { type Gateway, startGateway } from '../../../sandbox/gateway/start-gateway.ts';
import { plainOf } from './plain-value.ts';
import { signedFetch } from './signed-fetch.ts';

let gateway: Gateway;
const seen: unknown[] = [];
const faults: string[] = [];
const ROOT: Caller = { principal: { kind: 'root' }, accountId: '111122223333', region: '' };
const KEY = { accessKeyId: 'AKIAROOT', secretAccessKey: 'secret' };

const service = (name: string, handlers: Record<string, (input: never) => unknown>): Service => ({
  name,
  operations: Object.fromEntries(
    Object.entries(handlers).map(([operation, handle]): [string, AnyOperation] => [
      operation,
      {
        service: name,
        name: operation,
        authorize: () => [],
        handle: (input, context) => {
          seen.push(context.caller);
          return handle(input);
        },
      },
    ]),
  ),
});

beforeAll(async () => {
  const cloud = new Cloud({
    store: new Store(':memory:'),
    directory: '',
    clock: () => new Date(0),
    authorize: () => {},
  });
  cloud.register(
    service('glue', {
      GetTable: () => {
        throw new AwsError('EntityNotFoundException', 'Table <x> not found', {
          details: { FromFederationSource: true },
        });
      },
      GetDatabase: () => {
        throw new Error('a bug');
      },
    }),
  );
  cloud.register(
    service('iam', {
      GetRole: () => {
        throw new AwsError('NoSuchEntityException', 'no role "a & b"');
      },
    }),
  );
  cloud.register(
    service('s3', {
      PutObject: async (input: object) => {
        seen.push(await plainOf(Reflect.get(input, 'Body')));
        return {};
      },
      GetObject: () => {
        throw new AwsError('AccessDeniedException', 'not yours');
      },
    }),
  );
  cloud.register(
    service('monitoring', { ListMetrics: () => ({ Metrics: [{ MetricName: 'm' }], NextToken: 'n' }) }),
  );
  gateway = await startGateway({
    cloud,
    port: 0,
    findKey: (id) =>
      id === KEY.accessKeyId ? { caller: ROOT, secretAccessKey: KEY.secretAccessKey } : undefined,
    onFault: (error, call) => faults.push(`${call}: ${String(error)}`),
    routes: {
      '/_freehold/echo/': ({ method, rest, body }) => ({
        status: 201,
        body: `${method} ${rest} ${body.length}`,
      }),
    },
  });
});
afterAll(async () => await gateway.close());

const config = (accessKeyId = 'AKIAROOT') => ({
  region: 'eu-west-1',
  endpoint: gateway.endpoint,
  credentials: { accessKeyId, secretAccessKey: 'secret' },
  maxAttempts: 1,
});

it('answers a modelled error with its shape, its members and the request id', async () => {
  const answer = new GlueClient(config()).send(new GetTableCommand({ DatabaseName: 'd', Name: 't' }));
  await expect(answer).rejects.toMatchObject({
    name: 'EntityNotFoundException',
    message: 'Table <x> not found',
    FromFederationSource: true,
    $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
  expect(seen).toContainEqual({
    principal: { kind: 'root' },
    accountId: '111122223333',
    region: 'eu-west-1',
  });
});

it("answers the query protocol's own code and status", async () => {
  await expect(new IAMClient(config()).send(new GetRoleCommand({ RoleName: 'r' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: 'no role "a & b"',
    $metadata: { httpStatusCode: 404 },
  });
});

it('says AccessDenied with 403 in S3 and names no service that it does not have', async () => {
  const s3 = new S3Client({ ...config(), forcePathStyle: true });
  await expect(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
});

it('refuses an unknown key, an unknown operation and an unknown service with 4xx', async () => {
  await expect(
    new GlueClient(config('AKIAOTHER')).send(new GetTableCommand({ DatabaseName: 'd', Name: 't' })),
  ).rejects.toMatchObject({ name: 'UnrecognizedClientException', $metadata: { httpStatusCode: 403 } });
  const post = async (serviceName: string, target: string) => {
    const response = await signedFetch(gateway.endpoint, {
      service: serviceName,
      method: 'POST',
      headers: { 'x-amz-target': target },
      body: '{}',
      key: KEY,
    });
    return `${response.status} ${await response.text()}`;
  };
  expect(await post('glue', 'AWSGlue.MakeTable')).toMatchInlineSnapshot(
    `"400 {"__type":"UnknownOperationException","message":"glue has no operation \\"MakeTable\\""}"`,
  );
  expect(await post('glue', 'AWSGlue.GetTables')).toMatchInlineSnapshot(
    `"400 {"__type":"UnknownOperationException","message":"the sandbox does not offer glue:GetTables; add it in sandbox/services/glue/"}"`,
  );
  expect(await post('quicksight', 'QuickSight.ListUsers')).toMatchInlineSnapshot(
    `"400 {"__type":"UnknownOperationException","message":"the sandbox has no service \\"quicksight\\"; add its client in sandbox/gateway/clients.ts and its operations in sandbox/services/"}"`,
  );
  expect(await post('glue', 'AWSGlue.GetDatabase')).toMatchInlineSnapshot(
    `"500 {"__type":"InternalFailure","message":"the sandbox failed: a bug"}"`,
  );
  expect(faults).toEqual(['glue:GetDatabase: Error: a bug']);
});

it('speaks CBOR to a client that chooses it', async () => {
  const client = new CloudWatchClient({ ...config(), protocol: AwsSmithyRpcV2CborProtocol });
  expect(await client.send(new ListMetricsCommand({}))).toMatchObject({
    Metrics: [{ MetricName: 'm' }],
    NextToken: 'n',
  });
});

it('decodes a streamed body and compares its checksum', async () => {
  const s3 = new S3Client({ ...config(), forcePathStyle: true });
  const size = 300_000;
  const chunks = Array.from({ length: 3 }, (_, index) => Buffer.alloc(size / 3, index + 65));
  await s3.send(
    new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: Readable.from(chunks), ContentLength: size }),
  );
  expect(seen).toContain(`base64:${Buffer.concat(chunks).toString('base64')}`);
});

it('refuses a streamed body whose trailer does not fit', async () => {
  const response = await signedFetch(`${gateway.endpoint}/b/k`, {
    service: 's3',
    key: KEY,
    method: 'PUT',
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    },
    body: '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
  });
  expect(`${response.status} ${await response.text()}`).toContain('<Code>BadDigest</Code>');
});

it('serves routes of the sandbox and refuses host names other than the loopback', async () => {
  const route = await fetch(`${gateway.endpoint}/_freehold/echo/a/b?c=1`, { method: 'PUT', body: 'xyz' });
  expect([route.status, await route.text()]).toEqual([201, 'PUT a/b 3']);
  const status = await new Promise((resolve, reject) => {
    const { port } = new URL(gateway.endpoint);
    httpRequest({ port, host: '127.0.0.1', headers: { host: 'evil.example' } }, (r) => resolve(r.statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(403);
});
