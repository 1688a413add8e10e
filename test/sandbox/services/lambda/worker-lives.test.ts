import { describe, expect, it } from 'vitest';
import type { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { createFunction } from '../../../../sandbox/services/lambda/operations/create-function.ts';
import { invoke } from '../../../../sandbox/services/lambda/operations/invoke.ts';
import { createLambdaService } from '../../../../sandbox/services/lambda/service.ts';
import { ROLE, ROOT, testCloud } from '../test-cloud.ts';
import { zip } from './zip.ts';

/** The SDK is what functions of one worker have in common: a mark on it tells how many came before. */
const CODE = `import { S3Client } from '@aws-sdk/client-s3';
  let calls = 0;
  const began = process.env.AWS_LAMBDA_LOG_STREAM_NAME;
  S3Client.lives = (S3Client.lives ?? 0) + 1;
  export const handler = async () => {
    const left = globalThis.left;
    globalThis.left = process.env.WHO;
    return { who: process.env.WHO, name: process.env.AWS_LAMBDA_FUNCTION_NAME, only: process.env['ONLY_' + process.env.WHO],
      others: Object.keys(process.env).filter((key) => key.startsWith('ONLY_')).length, left,
      isOwnStart: began === process.env.AWS_LAMBDA_LOG_STREAM_NAME, calls: (calls += 1), lives: S3Client.lives };
  };`;

const WORKERS_MAX = 8;

async function create(cloud: Cloud, names: readonly string[], code = CODE): Promise<void> {
  cloud.register(createLambdaService(cloud));
  for (const name of names) {
    await cloud.call(ROOT, createFunction, {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Handler: 'index.handler',
      Code: { ZipFile: zip({ 'index.mjs': code }) },
      Environment: { Variables: { WHO: name, [`ONLY_${name}`]: 'yes' } },
    });
  }
}

async function run(cloud: Cloud, name: string): Promise<Readonly<Record<string, unknown>>> {
  const { Payload } = await cloud.call(ROOT, invoke, { FunctionName: name });
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe('a worker for which there is no room', () => {
  it('is one of the same code, which starts afresh with the environment of the function that is called', async () => {
    await using test = testCloud({ realTime: true });
    const functions = names('f', WORKERS_MAX + 2);
    await create(test.cloud, functions);
    const answers = [];
    for (const name of functions) answers.push(await run(test.cloud, name));
    const fresh = (name: string, lives: number) => {
      return { who: name, name, only: 'yes', others: 1, isOwnStart: true, calls: 1, lives };
    };
    expect(answers).toEqual(functions.map((name, n) => fresh(name, n < WORKERS_MAX ? 1 : 2)));
    // The first one's worker has become another's, and the last one's is still warm.
    expect(await run(test.cloud, functions.at(-1) ?? '')).toMatchObject({ calls: 2, lives: 2 });
    expect(await run(test.cloud, 'f0')).toMatchObject({ who: 'f0', calls: 1, only: 'yes' });
  });

  it('is a new one for other code', async () => {
    await using test = testCloud({ realTime: true });
    await create(test.cloud, names('f', WORKERS_MAX));
    await create(test.cloud, ['other'], `${CODE} // other`);
    for (const name of names('f', WORKERS_MAX)) await run(test.cloud, name);
    expect(await run(test.cloud, 'other')).toMatchObject({ who: 'other', lives: 1 });
  });

  it('is never one that was that function before, whose modules cannot be evaluated anew', async () => {
    await using test = testCloud({ realTime: true });
    const functions = names('f', WORKERS_MAX + 1);
    await create(test.cloud, functions);
    // Each round, a worker goes on as the function before its own: in the tenth it would come round.
    for (const name of Array.from({ length: 11 }, () => functions).flat()) {
      expect(await run(test.cloud, name)).toMatchObject({ who: name, isOwnStart: true, others: 1 });
    }
  });
});
