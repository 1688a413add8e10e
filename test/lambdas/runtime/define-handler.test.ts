import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as z from 'zod';

import { MeshError } from '../../../core/errors/mesh-error.ts';
import { defineHandler } from '../../../lambdas/runtime/define-handler.ts';

// The handler reads only these fields of the context.
const context = { functionName: 'f', awsRequestId: '1', memoryLimitInMB: '128' } as Context;

beforeEach(() => {
  vi.stubEnv('MESH', 'aviation');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT');
});
afterEach(() => vi.unstubAllEnvs());

it('parses input and environment, and answers what run returns', async () => {
  const handler = defineHandler({
    input: z.object({ n: z.number() }),
    env: z.object({ MESH: z.string() }),
    run: async ({ n }, { env }) => `${env.MESH} ${n + 1}`,
  });
  expect(await handler({ n: 1 }, context)).toBe('aviation 2');
});

it('names all that is missing in the environment when it starts', () => {
  const env = z.object({ ONE: z.string(), MESH: z.string(), TWO: z.string() });
  expect(() => defineHandler({ input: z.unknown(), env, run: async () => null })).toThrow(/ONE: .*; TWO: /);
});

it('keeps the name of an error, for Step Functions to match', async () => {
  const handler = defineHandler({
    input: z.unknown(),
    env: z.object({}),
    run: async () => {
      throw new MeshError('nothing changed', { code: 'RunUpToDate' });
    },
  });
  await expect(handler({}, context)).rejects.toMatchObject({
    name: 'RunUpToDate',
    message: 'nothing changed',
  });
});

it('refuses an input that does not parse, with its path', async () => {
  const handler = defineHandler({
    input: z.object({ run: z.object({ attempt: z.number() }) }),
    env: z.object({}),
    run: async () => null,
  });
  await expect(handler({ run: { attempt: 'x' } }, context)).rejects.toMatchObject({
    name: 'InputInvalid',
    message: expect.stringContaining('run.attempt: '),
  });
});
