import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';

import {
  type CustomResourceDefinition,
  defineCustomResource,
} from '../../../lambdas/runtime/define-custom-resource.ts';

const Properties = z.strictObject({ name: z.string() });
const Env = z.object({});
type Definition = CustomResourceDefinition<typeof Properties, typeof Env>;

let server: Server;
let answers: Record<string, unknown>[];
let refusals: number;

beforeEach(async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
  answers = [];
  refusals = 0;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (refusals-- > 0) return void response.writeHead(503).end();
      answers.push({ method: request.method, type: request.headers['content-type'], ...JSON.parse(body) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
});

function call(definition: Partial<Definition>, event: Record<string, unknown>, remainingMs = 60_000) {
  const never = async () => expect.unreachable();
  const handler = defineCustomResource({
    properties: Properties,
    env: Env,
    apply: never,
    remove: never,
    ...definition,
  });
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return handler(
    {
      ResponseURL: `http://127.0.0.1:${port}/answer`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Tables',
      ResourceProperties: { ServiceToken: 'arn', name: 'flights' },
      ...event,
    },
    // The handler reads only these fields of the context.
    { awsRequestId: '1', getRemainingTimeInMillis: () => remainingMs } as unknown as Context,
  );
}

describe('defineCustomResource', () => {
  it('answers success with data and a physical id that stays the same', async () => {
    const apply: Definition['apply'] = async ({ name }, _runtime, request) => ({
      data: { made: name, before: request.before?.name ?? 'nothing' },
    });
    await call({ apply }, { RequestType: 'Create' });
    await call(
      { apply },
      {
        RequestType: 'Update',
        PhysicalResourceId: 'stack/Tables',
        OldResourceProperties: { ServiceToken: 'arn', name: 'old' },
      },
    );
    expect(answers).toMatchObject([
      {
        method: 'PUT',
        Status: 'SUCCESS',
        PhysicalResourceId: 'stack/Tables',
        Data: { made: 'flights', before: 'nothing' },
      },
      { Status: 'SUCCESS', PhysicalResourceId: 'stack/Tables', Data: { before: 'old' } },
    ]);
  });

  it('answers failure with the reason when the work throws', async () => {
    await call(
      {
        apply: async () => {
          throw new Error('no such bucket');
        },
      },
      { RequestType: 'Create' },
    );
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: 'Error: no such bucket' }]);
  });

  it('answers failure before the function runs out of time', async () => {
    await call({ apply: () => new Promise(() => {}) }, { RequestType: 'Create' }, 3_020);
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining('OutOfTime') }]);
  });

  it('refuses properties that do not parse, and lets their deletion pass', async () => {
    const ResourceProperties = { ServiceToken: 'arn', nmae: 'flights' };
    await call({}, { RequestType: 'Create', ResourceProperties });
    await call({}, { RequestType: 'Delete', PhysicalResourceId: 'stack/Tables', ResourceProperties });
    expect(answers).toMatchObject([
      { Status: 'FAILED', Reason: expect.stringContaining('nmae') },
      { Status: 'SUCCESS' },
    ]);
  });

  it('tries again when the answer is not taken', async () => {
    refusals = 2;
    await call({ remove: async () => ({}) }, { RequestType: 'Delete', PhysicalResourceId: 'x' });
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'x' }]);
  });
});
