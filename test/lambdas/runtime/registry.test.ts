import type { AddressInfo } from 'node:net';

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RegistryLease, RegistryRun } from '../../../core/pipeline/run.ts';
import { ProductRegistry } from '../../../lambdas/runtime/registry.ts';

/** Real expressions against DynamoDB's own grammar and rules, as dynalite holds them. */
const server = dynalite({ createTableMs: 0 });
let client: DynamoDBClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo; // a TCP server has one
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'registry',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
});
afterAll(async () => {
  client.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const leaseOf = (pk: string, execution: string): RegistryLease => ({
  pk,
  sk: 'lease',
  run: 'abc',
  attempt: 0,
  execution,
  startedAt: '2026-01-01T00:00:00.000Z',
  acquiredAt: '2026-01-01T00:00:01.000Z',
});

const runOf = (pk: string, run: string, attempt: number): RegistryRun => ({
  pk,
  sk: `run/2026-01-0${attempt}/${run}-${attempt}`,
  run,
  attempt,
  execution: `e${attempt}`,
  trigger: 'hand',
  startedAt: `2026-01-0${attempt}`,
  manifestSha256: 's',
  status: 'running',
  inputs: [{ key: 'source:raw', version: 'v' }],
  findings: [],
  checksPassed: 0,
  checksFailed: 0,
});

describe('ProductRegistry', () => {
  it('gives the lease to one execution, again to the same, and to another only over a dead holder', async () => {
    const registry = new ProductRegistry(client, 'registry', 'a/v1');
    expect(await registry.lease()).toBeUndefined();
    expect(await registry.takeLease(leaseOf('a/v1', 'one'))).toBe(true);
    expect(await registry.takeLease(leaseOf('a/v1', 'one'))).toBe(true);
    expect(await registry.takeLease(leaseOf('a/v1', 'two'))).toBe(false);
    expect(await registry.takeLease(leaseOf('a/v1', 'two'), leaseOf('a/v1', 'zero'))).toBe(false);
    expect(await registry.takeLease(leaseOf('a/v1', 'two'), leaseOf('a/v1', 'one'))).toBe(true);
    expect(await registry.lease()).toEqual(leaseOf('a/v1', 'two'));
  });

  it('lets only its holder give the lease back', async () => {
    const registry = new ProductRegistry(client, 'registry', 'b/v1');
    await registry.takeLease(leaseOf('b/v1', 'one'));
    expect(await registry.releaseLease('two')).toBe(false);
    expect(await registry.releaseLease('one')).toBe(true);
    expect(await registry.releaseLease('one')).toBe(false);
  });

  it('finds the attempts of one run, newest first', async () => {
    const registry = new ProductRegistry(client, 'registry', 'c/v1');
    for (const run of [runOf('c/v1', 'abc', 1), runOf('c/v1', 'other', 2), runOf('c/v1', 'abc', 3)]) {
      await registry.putRun(run);
    }
    expect((await registry.attemptsOf('abc')).map(({ attempt }) => attempt)).toEqual([3, 1]);
    expect(await registry.run('run/2026-01-01/abc-1')).toEqual(runOf('c/v1', 'abc', 1));
  });

  it('never turns a published run into a failed one', async () => {
    const registry = new ProductRegistry(client, 'registry', 'd/v1');
    const run = runOf('d/v1', 'abc', 1);
    expect(await registry.putRun({ ...run, status: 'published' })).toBe(true);
    expect(await registry.putRun({ ...run, status: 'failed' })).toBe(false);
    expect(await registry.run(run.sk)).toMatchObject({ status: 'published' });
  });
});
