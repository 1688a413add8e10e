import { AwsError } from '../../cloud/aws-error.ts';
import { DurableQueue } from '../../cloud/durable-queue.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import { tellDestination } from './failure-destination.ts';
import { runFunction } from './run-function.ts';
import { type AsyncEvent, lambdaStore } from './store.ts';

const AT_ONCE_MAX = 4;
/** AWS waits a minute, then two; nobody waits that long at a desk. */
const FIRST_DELAY_MS = 1_000;
const RETRIES = 2;
export const ASYNC_EVENTS_MAX = 1_000;

/** Events that were accepted for asynchronous invocation; a failing function is tried again, then given up. */
export const asyncInvocations = perCloud(
  (cloud) =>
    new DurableQueue<AsyncEvent>({
      cloud,
      collection: lambdaStore(cloud).asyncEvents,
      atOnceMax: AT_ONCE_MAX,
      firstDelayMs: FIRST_DELAY_MS,
      attemptsMax: () => RETRIES + 1,
      work: async (scope, { item, attempts }) => {
        const record = lambdaStore(cloud).functions.get(scope, item.functionName);
        if (!record)
          throw new AwsError('ResourceNotFoundException', `Function not found: ${item.functionName}`);
        const run = await runFunction(cloud, { scope, record, ...item });
        if (!run.functionError) return;
        const last = attempts >= (record.eventInvoke?.MaximumRetryAttempts ?? RETRIES);
        throw new AwsError(last ? 'FunctionFailed' : 'FunctionFailedForNow', run.payload);
      },
      isRetryable: ({ code }) => code !== 'FunctionFailed' && code !== 'ResourceNotFoundException',
      giveUp: async (scope, { id, item, attempts }, { code, message }) => {
        const at = cloud.clock().toISOString();
        const failed = { ...item, attempts, errorCode: code, errorMessage: message, at };
        const undelivered = await tellDestination(cloud, scope, failed);
        return () =>
          lambdaStore(cloud).failedAsyncEvents.put(scope, id, {
            ...failed,
            ...(undelivered !== undefined && { undelivered }),
          });
      },
    }),
);
