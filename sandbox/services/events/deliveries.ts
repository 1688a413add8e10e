import { DurableQueue } from '../../cloud/durable-queue.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import type { DeliveryQueue } from './accept-event.ts';
import { deliverToTarget } from './deliver-to-target.ts';
import { tellQueue } from './dead-letters.ts';
import { eventsStore, type Delivery } from './store.ts';

const AT_ONCE_MAX = 8;
/** AWS retries for a day; the sandbox tries this often at most, so that nothing hangs. */
const ATTEMPTS_MAX = 5;
const FIRST_DELAY_MS = 250;
/** Only these are worth another try: a missing permission does not mend itself. */
const RETRYABLE = /Throttl|TooManyRequests|LimitExceeded|ServiceException|ServiceUnavailable|InternalFailure/;

/** Brings written deliveries to their targets; what no target takes becomes a dead letter. */
export const deliveries = perCloud((cloud) => {
  const queue: DeliveryQueue = new DurableQueue<Delivery>({
    cloud,
    collection: eventsStore(cloud).deliveries,
    atOnceMax: AT_ONCE_MAX,
    firstDelayMs: FIRST_DELAY_MS,
    attemptsMax: ({ target }) =>
      Math.min(ATTEMPTS_MAX, (target.RetryPolicy?.MaximumRetryAttempts ?? ATTEMPTS_MAX) + 1),
    work: (scope, { id, item }) => deliverToTarget(cloud, scope, { ...item, id }, queue),
    isRetryable: ({ code }) => RETRYABLE.test(code),
    giveUp: async (scope, { id, item, attempts }, { code, message }) => {
      const letter = { ...item, attempts, errorCode: code, errorMessage: message };
      const undelivered = await tellQueue(cloud, scope, letter);
      const at = cloud.clock().toISOString();
      return () =>
        eventsStore(cloud).deadLetters.put(scope, id, {
          ...letter,
          at,
          ...(undelivered !== undefined && { undelivered }),
        });
    },
  });
  return queue;
});
