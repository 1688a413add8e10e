import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as z from 'zod';

import { MeshError } from '../../core/errors/mesh-error.ts';
import type { Runtime } from './define-handler.ts';
import { createLogger } from './create-logger.ts';
import { issueLines, parseEnvironment } from './parse-environment.ts';
import { putResponse } from './put-response.ts';

export type CustomResourceAnswer = { readonly data?: Readonly<Record<string, string>> };

export type CustomResourceDefinition<Properties extends z.ZodType, Env extends z.ZodType> = {
  /** Without `ServiceToken`; CloudFormation hands every scalar over as a string. */
  readonly properties: Properties;
  readonly env: Env;
  /** Create and Update: make the world as the properties say. May run twice. */
  readonly apply: (
    properties: z.output<Properties>,
    runtime: Runtime<z.output<Env>>,
    request: CustomResourceRequest<z.output<Properties>>,
  ) => Promise<CustomResourceAnswer>;
  /** Delete. May run twice, and for a resource whose creation failed half-way. */
  readonly remove: (
    properties: z.output<Properties>,
    runtime: Runtime<z.output<Env>>,
    request: CustomResourceRequest<z.output<Properties>>,
  ) => Promise<CustomResourceAnswer>;
};

export type CustomResourceRequest<Properties> = {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly stackId: string;
  readonly logicalResourceId: string;
  readonly physicalResourceId: string;
  /** Update: what the resource was made from, when it still parses. */
  readonly before?: Properties;
};

const Event = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.record(z.string(), z.unknown()),
  OldResourceProperties: z.record(z.string(), z.unknown()).optional(),
});
type Event = z.infer<typeof Event>;

/** CloudFormation waits an hour for an answer that never comes, so a function that runs out of time says so. */
const ANSWER_MARGIN_MS = 3_000;

/**
 * Makes the handler of a CloudFormation custom resource. It always answers, SUCCESS or FAILED with the reason.
 * The physical id is the stack and the logical id, so that an update never looks like a replacement.
 */
export function defineCustomResource<Properties extends z.ZodType, Env extends z.ZodType>(
  definition: CustomResourceDefinition<Properties, Env>,
): (event: unknown, context: Context) => Promise<void> {
  const logger = createLogger();
  return async (raw, context) => {
    logger.addContext(context);
    const event = Event.parse(raw);
    const physicalResourceId = event.PhysicalResourceId ?? `${event.StackId}/${event.LogicalResourceId}`;
    const answer = { ...event, PhysicalResourceId: physicalResourceId };
    try {
      const work = perform(definition, { event, physicalResourceId, logger });
      const { data } = await beforeTimeout(work, context.getRemainingTimeInMillis() - ANSWER_MARGIN_MS);
      await putResponse(answer, { status: 'SUCCESS', data: data ?? {} });
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      logger.error(reason.message, reason);
      await putResponse(answer, { status: 'FAILED', reason: `${reason.name}: ${reason.message}` });
    }
  };
}

async function perform<Properties extends z.ZodType, Env extends z.ZodType>(
  definition: CustomResourceDefinition<Properties, Env>,
  call: { readonly event: Event; readonly physicalResourceId: string; readonly logger: Logger },
): Promise<CustomResourceAnswer> {
  const { event, physicalResourceId, logger } = call;
  const properties = definition.properties.safeParse(withoutToken(event.ResourceProperties));
  if (!properties.success) {
    // A resource whose properties never parsed was never made: its deletion must not block the rollback.
    if (event.RequestType === 'Delete') return {};
    throw new MeshError(
      `the properties of ${event.LogicalResourceId} are not as expected: ${issueLines(properties.error)}`,
      { code: 'PropertiesInvalid', source: 'platform' },
    );
  }
  const env = parseEnvironment(definition.env, process.env);
  const before = definition.properties.safeParse(withoutToken(event.OldResourceProperties ?? {}));
  const act = event.RequestType === 'Delete' ? definition.remove : definition.apply;
  return act(
    properties.data,
    { env, logger, clock: () => new Date() },
    {
      type: event.RequestType,
      stackId: event.StackId,
      logicalResourceId: event.LogicalResourceId,
      physicalResourceId,
      ...(event.OldResourceProperties !== undefined && before.success && { before: before.data }),
    },
  );
}

function withoutToken(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { ServiceToken: _token, ServiceTimeout: _timeout, ...own } = properties;
  return own;
}

async function beforeTimeout<T>(work: Promise<T>, remainingMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => {
        reject(
          new MeshError('the function ran out of time; running it again continues', { code: 'OutOfTime' }),
        );
      },
      Math.max(remainingMs, 0),
    );
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
