import { DurableQueue } from '../../cloud/durable-queue.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import { tellQueue } from './dead-letters.ts';
import { fire } from './fire.ts';
import { type Firing, schedulerStore } from './store.ts';

const AT_ONCE_MAX = 4;
/** AWS retries for a day; the sandbox tries this often at most. */
const ATTEMPTS_MAX = 5;
const FIRST_DELAY_MS = 250;
const RETRYABLE = /Throttl|TooManyRequests|LimitExceeded|ServiceException|ServiceUnavailable|InternalFailure/;

/** Firings that were written and are now brought to their targets. */
export const firings = perCloud(
  (cloud) =>
    new DurableQueue<Firing>({
      cloud,
      collection: schedulerStore(cloud).firings,
      atOnceMax: AT_ONCE_MAX,
      firstDelayMs: FIRST_DELAY_MS,
      attemptsMax: ({ schedule }) =>
        Math.min(ATTEMPTS_MAX, (schedule.target.RetryPolicy?.MaximumRetryAttempts ?? ATTEMPTS_MAX) + 1),
      work: async (scope, { id, item, attempts }) => {
        await fire(cloud, { scope, firing: item, id, attempt: attempts + 1 });
      },
      isRetryable: ({ code }) => RETRYABLE.test(code),
      giveUp: async (scope, { id, item, attempts }, { code, message }) => {
        const letter = { ...item, attempts, errorCode: code, errorMessage: message };
        const undelivered = await tellQueue(cloud, scope, { ...letter, id });
        const at = cloud.clock().toISOString();
        return () =>
          schedulerStore(cloud).deadFirings.put(scope, id, {
            ...letter,
            at,
            ...(undelivered !== undefined && { undelivered }),
          });
      },
    }),
);
