import { describe, expect, it, vi } from 'vitest';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import type { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { logTails } from '../../../../sandbox/services/lambda/logs.ts';
import { createFunction } from '../../../../sandbox/services/lambda/operations/create-function.ts';
import { putFunctionConcurrency } from '../../../../sandbox/services/lambda/operations/concurrency.ts';
import { invoke } from '../../../../sandbox/services/lambda/operations/invoke.ts';
import { updateFunctionCode } from '../../../../sandbox/services/lambda/operations/update-function-code.ts';
import { createLambdaService } from '../../../../sandbox/services/lambda/service.ts';
import { lambdaStore } from '../../../../sandbox/services/lambda/store.ts';
import { ACCOUNT, REGION, ROLE, ROOT, SCOPE, testCloud } from '../test-cloud.ts';
import { zip } from './zip.ts';

const ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:hello`;

async function create(
  cloud: Cloud,
  code: string,
  settings: Partial<CreateFunctionCommandInput> = {},
): Promise<void> {
  cloud.register(createLambdaService(cloud));
  await cloud.call(ROOT, createFunction, {
    FunctionName: 'hello',
    Runtime: 'nodejs22.x',
    Role: ROLE,
    Handler: 'index.handler',
    Code: { ZipFile: zip({ 'index.mjs': code }) },
    ...settings,
  });
}

async function run(cloud: Cloud, event: unknown = {}) {
  const output = await cloud.call(ROOT, invoke, {
    FunctionName: 'hello',
    Payload: Buffer.from(JSON.stringify(event)),
    LogType: 'Tail',
  });
  return {
    error: output.FunctionError,
    payload: JSON.parse(Buffer.from(output.Payload ?? []).toString()),
    log: Buffer.from(output.LogResult ?? '', 'base64').toString(),
  };
}

describe('Invoke', () => {
  it('runs the bundle in a worker with its event, context and declared environment', async () => {
    await using test = testCloud({ realTime: true });
    await create(
      test.cloud,
      `export const handler = async (event, context) => ({
         event, colour: process.env.COLOUR, arn: context.invokedFunctionArn, left: context.getRemainingTimeInMillis() > 1000,
         key: process.env.AWS_ACCESS_KEY_ID, names: Object.keys(process.env),
       });`,
      { Environment: { Variables: { COLOUR: 'blue' } } },
    );
    vi.stubEnv('FREEHOLD_TEST_SECRET', 'must not be seen');
    const { payload, error } = await run(test.cloud, { n: 1 });
    expect(error).toBeUndefined();
    expect(payload).toMatchObject({
      event: { n: 1 },
      colour: 'blue',
      arn: ARN,
      left: true,
      key: 'ASIAWORKER',
    });
    expect(payload.names).toContain('AWS_SESSION_TOKEN');
    expect(payload.names).not.toContain('FREEHOLD_TEST_SECRET');
    expect(payload.names).not.toContain('HOME');
  });

  it('keeps a worker warm, and starts a new one when the code changes', async () => {
    await using test = testCloud({ realTime: true });
    const code = (word: string) => `let n = 0; export const handler = async () => '${word}' + (n += 1);`;
    await create(test.cloud, code('a'));
    expect((await run(test.cloud)).payload).toBe('a1');
    expect((await run(test.cloud)).payload).toBe('a2');
    await test.cloud.call(ROOT, updateFunctionCode, {
      FunctionName: 'hello',
      ZipFile: zip({ 'index.mjs': code('b') }),
    });
    expect((await run(test.cloud)).payload).toBe('b1');
  });

  it('answers a thrown error in the form of the Node.js runtime, with its name as the type', async () => {
    await using test = testCloud({ realTime: true });
    await create(
      test.cloud,
      `export const handler = async () => { throw Object.assign(new Error('2 of 9 failed'), { name: 'ChecksFailed' }); };`,
    );
    const { payload, error, log } = await run(test.cloud);
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'ChecksFailed', errorMessage: '2 of 9 failed' });
    expect(payload.trace[0]).toContain('2 of 9 failed');
    expect(log).toContain('ChecksFailed');
  });

  it('ends a function that runs longer than its timeout, and the next call gets a new worker', async () => {
    await using test = testCloud({ realTime: true });
    await create(
      test.cloud,
      `export const handler = async (event) => { console.log('begun'); while (event.loop); return 'done'; };`,
      { Timeout: 1 },
    );
    const stuck = await run(test.cloud, { loop: true });
    expect(stuck.error).toBe('Unhandled');
    expect(stuck.payload.errorType).toBe('Sandbox.Timedout');
    expect(stuck.payload.errorMessage).toContain('Task timed out after 1.00 seconds');
    expect(stuck.log).toContain('begun');
    expect((await run(test.cloud)).payload).toBe('done');
  });

  it('captures the output in order and keeps its tail', async () => {
    await using test = testCloud({ realTime: true });
    await create(
      test.cloud,
      `console.log('loading'); export const handler = async () => { console.log('one'); console.error('two'); process.stdout.write('three\\n'); };`,
    );
    const { log, payload } = await run(test.cloud);
    expect(payload).toBeNull();
    expect(log).toMatch(/START RequestId[^]*loading\none\ntwo\nthree\nEND RequestId/);
    expect(logTails(test.cloud).get(ARN)?.join('')).toContain('two');
  });

  it('resolves the AWS SDK for a bundle, but no package that Lambda does not bring', async () => {
    // Inside the checkout, as a mesh's `.mesh` may be: the default resolution would find every package here.
    await using test = testCloud({ realTime: true, parent: process.cwd() });
    await create(
      test.cloud,
      `import { S3Client } from '@aws-sdk/client-s3';
       export const handler = async (event) => event.forgotten ? await import('zod') : typeof S3Client;`,
    );
    expect((await run(test.cloud)).payload).toBe('function');
    const { payload } = await run(test.cloud, { forgotten: true });
    expect(payload.errorType).toBe('Runtime.ImportModuleError');
    expect(payload.errorMessage).toMatchInlineSnapshot(
      `"Cannot find 'zod': it is not in the bundle, and Lambda does not bring it"`,
    );
  });

  it('names what is wrong with a bundle that cannot be loaded', async () => {
    await using test = testCloud({ realTime: true });
    await create(test.cloud, `export const other = 1;`);
    expect((await run(test.cloud)).payload.errorType).toBe('Runtime.HandlerNotFound');
    await test.cloud.call(ROOT, updateFunctionCode, {
      FunctionName: 'hello',
      ZipFile: zip({ 'index.mjs': 'throw new TypeError("at load");' }),
    });
    expect((await run(test.cloud)).payload).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'at load',
    });
  });

  it('reports a function that ends its process, and one that runs out of memory', async () => {
    await using test = testCloud({ realTime: true });
    await create(
      test.cloud,
      `export const handler = async (event) => { if (event.exit) process.exit(1); const a = []; for (;;) a.push(new Array(1e5).fill(a.length)); };`,
      { Timeout: 60 },
    );
    expect((await run(test.cloud, { exit: true })).payload.errorType).toBe('Runtime.ExitError');
    expect((await run(test.cloud)).payload.errorType).toBe('Runtime.OutOfMemory');
  });

  it('serves calls one after the other when all workers are busy', async () => {
    await using test = testCloud({ realTime: true });
    await create(test.cloud, `export const handler = async (event) => event;`);
    let workersStarted = 0;
    const count = (): void => void (workersStarted += 1);
    process.on('worker', count);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => run(test.cloud, n)));
    process.off('worker', count);
    expect(answers.map(({ payload }) => payload)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(workersStarted).toBeLessThanOrEqual(8);
  });

  it('lets a call wait for the warm copy that is soon free, and starts another beside one that is not', async () => {
    await using test = testCloud({ realTime: true });
    await create(
      test.cloud,
      `let n = 0; export const handler = async (ms) => { await new Promise((done) => setTimeout(done, ms)); return (n += 1); };`,
    );
    const payloads = async (ms: number) =>
      (await Promise.all([run(test.cloud, ms), run(test.cloud, ms)])).map(({ payload }) => payload);
    expect((await run(test.cloud, 0)).payload).toBe(1);
    expect((await payloads(20)).toSorted()).toEqual([2, 3]);
    expect((await payloads(1_500)).toSorted()).toEqual([1, 4]);
  });

  it('throttles beyond the reserved concurrency', async () => {
    await using test = testCloud({ realTime: true });
    await create(test.cloud, `export const handler = async () => 1;`);
    await test.cloud.call(ROOT, putFunctionConcurrency, {
      FunctionName: 'hello',
      ReservedConcurrentExecutions: 0,
    });
    await expect(run(test.cloud)).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
  });

  it.each([
    'arn:aws:lambda:../../up:111111111111:function:hello',
    'arn:aws:lambda:eu-west-1:222222222222:function:hello',
    '../hello',
    'a'.repeat(65),
  ])('creates no function named %s', async (FunctionName) => {
    await using test = testCloud();
    await expect(create(test.cloud, '', { FunctionName })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
    });
  });

  it('refuses a role that does not trust Lambda', async () => {
    await using test = testCloud({ allows: (_, { action }) => action !== 'sts:AssumeRole' });
    await expect(create(test.cloud, '')).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: expect.stringContaining('cannot be assumed by Lambda'),
    });
  });

  it('asks IAM for lambda:InvokeFunction and iam:PassRole', async () => {
    await using test = testCloud({ realTime: true });
    await create(test.cloud, `export const handler = async () => 1;`);
    await run(test.cloud);
    const asked = test.calls.map(({ request }) => [request.action, request.resource]);
    expect(asked).toContainEqual(['iam:PassRole', ROLE]);
    expect(asked).toContainEqual(['lambda:InvokeFunction', ARN]);
  });
});

describe('Invoke of type Event', () => {
  it('tries a failing function three times and keeps what it could not deliver', async () => {
    await using test = testCloud({ realTime: true });
    await create(test.cloud, `export const handler = async () => { throw new Error('no'); };`);
    const output = await test.cloud.call(ROOT, invoke, {
      FunctionName: 'hello',
      InvocationType: 'Event',
      Payload: Buffer.from('{"n":1}'),
    });
    expect(output.StatusCode).toBe(202);
    for (const service of test.cloud.services()) await service.idle?.();
    const [failed] = lambdaStore(test.cloud).failedAsyncEvents.list(SCOPE);
    expect(failed?.[1]).toMatchObject({ attempts: 3, payload: '{"n":1}', errorCode: 'FunctionFailed' });
  });

  it('runs an event that a killed process had accepted', async () => {
    await using test = testCloud({ realTime: true });
    await create(test.cloud, `export const handler = async (event) => console.log('got ' + event.n);`);
    const at = new Date().toISOString();
    const item = { functionName: 'hello', requestId: 'r', payload: '{"n":7}' };
    lambdaStore(test.cloud).asyncEvents.put(SCOPE, 'x', {
      id: 'x',
      item,
      attempts: 0,
      createdAt: at,
      nextAt: at,
    });
    for (const service of test.cloud.services()) await service.start?.(test.cloud);
    for (const service of test.cloud.services()) await service.idle?.();
    expect(logTails(test.cloud).get(ARN)?.join('')).toContain('got 7');
    expect(lambdaStore(test.cloud).asyncEvents.list(SCOPE)).toEqual([]);
  });
});

it('tells a function what time it is in the cloud, and measures its timeout by the machine', async () => {
  await using test = testCloud({ realTime: true });
  const code = `export const handler = async (_event, context) => ({
    now: Date.now(), new: new Date().getTime(), is: new Date() instanceof Date, past: new Date(5).getTime(),
    left: context.getRemainingTimeInMillis(),
  });`;
  await create(test.cloud, code);
  const real = (await run(test.cloud)).payload;
  expect(Math.abs(real.now - Date.now())).toBeLessThan(60_000);
  const ahead = vi.spyOn(test.cloud, 'clock').mockReturnValue(new Date('2040-02-03T00:00:00Z'));
  const { payload } = await run(test.cloud);
  ahead.mockRestore();
  expect(new Date(payload.now).toISOString()).toContain('2040-02-03');
  expect(new Date(payload.new).toISOString()).toContain('2040-02-03');
  expect(payload).toMatchObject({ is: true, past: 5 });
  expect(payload.left).toBeLessThan(60_000);
});
