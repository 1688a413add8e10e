import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLIENTS } from '../../../sandbox/gateway/clients.ts';
import { membersOf, type OperationSchema } from '../../../sandbox/gateway/schema.ts';
import { loadServiceModel } from '../../../sandbox/gateway/service-model.ts';
import { openSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { offeredOperations } from '../offered-operations.ts';
import { clientOf, commandOf } from './sdk-client.ts';
import { signedFetch } from './signed-fetch.ts';

const ACCOUNT = '111122223333';
let directory: string;
let sandbox: Sandbox;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'freehold-malformed-'));
  sandbox = await openSandbox({ directory });
});

afterAll(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true, force: true });
});

const JSON_TARGETS = {
  athena: 'AmazonAthena',
  dynamodb: 'DynamoDB_20120810',
  events: 'AWSEvents',
  glue: 'AWSGlue',
  kms: 'TrentService',
  logs: 'Logs_20140328',
  secretsmanager: 'secretsmanager',
  ssm: 'AmazonSSM',
  states: 'AWSStepFunctions',
} as const;

/** Values that no member of any type takes all of. */
const ODD: readonly unknown[] = [5, 'text', true, [null], [[]], [{}], {}, { a: { b: 1 } }, [5, 'x'], -1, ''];

async function statusOf(service: keyof typeof JSON_TARGETS, operation: string, body: string) {
  const response = await signedFetch(`${sandbox.endpoint}/`, {
    service,
    key: sandbox.rootCredentials(ACCOUNT),
    method: 'POST',
    headers: { 'x-amz-target': `${JSON_TARGETS[service]}.${operation}` },
    body,
  });
  const text = await response.text();
  return response.status >= 500 ? [`${service}:${operation} ${body}: ${text}`] : [];
}

const bodiesOf = ({ input }: OperationSchema): readonly string[] => [
  '{',
  'null',
  '[]',
  '"text"',
  ...ODD.map((value) =>
    JSON.stringify(Object.fromEntries(membersOf(input).map(({ name }) => [name, value]))),
  ),
];

// `it.each` rather than a loop: the report names the service.
it.each(Object.keys(JSON_TARGETS) as (keyof typeof JSON_TARGETS)[])(
  'answers what no client would send with 4xx: %s',
  async (service) => {
    const model = await loadServiceModel(service);
    const failures: string[] = [];
    for (const name of offeredOperations(service)) {
      const operation = model?.operations.get(name);
      if (!operation) throw new Error(`no model of ${service}:${name}`);
      for (const body of bodiesOf(operation))
        failures.push(...(await statusOf(service, operation.name, body)));
    }
    expect(failures).toEqual([]);
  },
  120_000,
);

it.each(Object.keys(CLIENTS))('answers a call without any input with 4xx or well: %s', async (service) => {
  const client = await clientOf(service, sandbox.endpoint, {
    credentials: sandbox.rootCredentials(ACCOUNT),
    forcePathStyle: true,
  });
  const failures: string[] = [];
  for (const name of offeredOperations(service)) {
    const status = await client.send(await commandOf(service, name, {})).then(
      () => 200,
      // A client that refuses to send has no status.
      (error: { readonly $metadata?: { readonly httpStatusCode?: number } }) =>
        error.$metadata?.httpStatusCode ?? 400,
    );
    if (status >= 500) failures.push(`${service}:${name} ${status}`);
  }
  client.destroy();
  expect(failures).toEqual([]);
});
