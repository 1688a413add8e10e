import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthorize } from '../../../sandbox/authorization/create-authorize.ts';
import { AwsError } from '../../../sandbox/cloud/aws-error.ts';
import type { Caller } from '../../../sandbox/cloud/caller.ts';
import { Cloud } from '../../../sandbox/cloud/cloud.ts';
import type { RequestContext } from '../../../sandbox/cloud/operation.ts';
import { Store } from '../../../sandbox/cloud/store.ts';
import { loadServiceModel } from '../../../sandbox/gateway/service-model.ts';
import { registerServices } from '../../../sandbox/register-services.ts';
import { sampleValue } from '../gateway/sample-value.ts';

/** What AWS lets everybody do, with the reason. */
const OPEN: Readonly<Record<string, string>> = {
  'sts:GetCallerIdentity': 'needs no permission: it tells callers what they know',
};

const place = { accountId: '111122223333', region: 'eu-west-1' };
const ROOT: Caller = { ...place, principal: { kind: 'root' } };
const NOBODY: Caller = {
  ...place,
  principal: { kind: 'role', arn: `arn:aws:iam::${place.accountId}:role/nobody`, sessionName: 'test' },
};

/** They ask per item, so a call without items asks nothing, and does nothing. */
const BATCHES: readonly string[] = [
  'athena:BatchGetQueryExecution',
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:TransactGetItems',
  'events:PutEvents',
  'monitoring:DeleteAlarms',
  'monitoring:DeleteDashboards',
  'ssm:GetParameters',
];

let cloud: Cloud;
const directory = mkdtempSync(join(tmpdir(), 'freehold-every-operation-'));
const inputs = new Map<string, readonly unknown[]>();

beforeAll(async () => {
  const store = new Store(':memory:');
  cloud = new Cloud({ store, directory, clock: () => new Date(), authorize: createAuthorize() });
  registerServices(cloud);
  await cloud.dispatch(ROOT, 'iam', 'CreateRole', {
    RoleName: 'nobody',
    AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
  });
  for (const { name: service, operations } of cloud.services()) {
    const model = await loadServiceModel(service);
    for (const name of Object.keys(operations)) {
      const schema = model?.operations.get(name)?.input;
      const key = `${service}:${name}`;
      const empty = BATCHES.includes(key) ? [] : [{}];
      inputs.set(key, [...empty, ...(schema ? [sampleValue(schema)] : [])]);
    }
  }
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const context = (): RequestContext => ({
  cloud,
  caller: NOBODY,
  ...place,
  requestId: 'test',
  now: new Date(),
});

/** Operations that look a resource up to name it may find none: they refuse, and ask nothing. */
function asked(key: string, input: unknown): number {
  const [service = '', name = ''] = key.split(':');
  const operation = cloud.services().find((one) => one.name === service)?.operations[name];
  try {
    return operation?.authorize(input as never, context()).length ?? 0;
  } catch (error) {
    if (error instanceof AwsError && error.status < 500) return 1;
    throw error;
  }
}

describe('every operation of every service', () => {
  it('has a sample of its whole input', () => {
    const bare = [...inputs].filter(([key, { length }]) => length < (BATCHES.includes(key) ? 1 : 2));
    expect(bare.map(([key]) => key)).toEqual([]);
    expect(inputs.size).toBeGreaterThan(300);
  });

  it('asks for a permission, whatever its input', () => {
    const silent = [...inputs].flatMap(([key, list]) =>
      list.some((input) => asked(key, input) === 0) ? [key] : [],
    );
    expect(silent.sort()).toEqual(Object.keys(OPEN));
  });

  it('refuses a role that has no policy', async () => {
    const done: string[] = [];
    for (const [key, list] of inputs) {
      const [service = '', name = ''] = key.split(':');
      for (const input of list) {
        try {
          await cloud.dispatch(NOBODY, service, name, input);
          done.push(key);
        } catch (error) {
          if (!(error instanceof AwsError) || error.status >= 500) throw error;
        }
      }
    }
    expect([...new Set(done)].sort()).toEqual(Object.keys(OPEN));
  });
});
