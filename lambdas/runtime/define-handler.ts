import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';

import { MeshError } from '../../core/errors/mesh-error.ts';
import { createLogger } from './create-logger.ts';
import { issueLines, parseEnvironment } from './parse-environment.ts';

/** What a function's work gets beside its input. */
export type Runtime<Env> = {
  readonly env: Env;
  readonly logger: Logger;
  readonly clock: () => Date;
};

export type HandlerDefinition<Input extends z.ZodType, Env extends z.ZodType, Output> = {
  readonly input: Input;
  readonly env: Env;
  readonly run: (input: z.output<Input>, runtime: Runtime<z.output<Env>>) => Promise<Output>;
};

export type Handler<Output> = (event: unknown, context: Context) => Promise<Output>;

/**
 * Makes a Lambda handler: environment parsed at cold start, input parsed per call, errors logged once and
 * thrown on with their name, because Step Functions matches `Error` by it.
 *
 * Lambda's own active tracing is used: the Powertools tracer would take half of the bundle's budget.
 */
export function defineHandler<Input extends z.ZodType, Env extends z.ZodType, Output>(
  definition: HandlerDefinition<Input, Env, Output>,
): Handler<Output> {
  const env = parseEnvironment(definition.env, process.env);
  const logger = createLogger();
  const clock = () => new Date();

  const wrapped = middy<unknown, Output>()
    .before(({ context }) => logger.addContext(context))
    .onError(({ error }) => {
      logger.error(error?.message ?? 'the function failed', error ?? 'unknown error');
    })
    .handler((event: unknown) => definition.run(parseInput(definition.input, event), { env, logger, clock }));
  return (event, context) => wrapped(event, context);
}

function parseInput<Schema extends z.ZodType>(schema: Schema, event: unknown): z.output<Schema> {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new MeshError(`the function's input is not as expected: ${issueLines(parsed.error)}`, {
    code: 'InputInvalid',
    source: 'platform',
  });
}
