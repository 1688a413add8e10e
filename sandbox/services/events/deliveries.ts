import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { deliverToTarget } from './deliver-to-target.ts';
import { type DeliveryRecord, eventsStore } from './store.ts';

const AT_ONCE_MAX = 8;
/** AWS retries for a day; the sandbox tries this often at most, so that nothing hangs. */
const ATTEMPTS_MAX = 5;
const FIRST_DELAY_MS = 250;
/** Retries wait on the cloud's clock, which may be a test's: look at it again this often. */
const LOOK_AGAIN_MS = 100;
/** Only these are worth another try: a missing permission does not mend itself. */
const RETRYABLE = /Throttl|TooManyRequests|LimitExceeded|ServiceException|ServiceUnavailable|InternalFailure/;

type Pending = { readonly scope: Scope; readonly key: string; readonly value: DeliveryRecord };

/** Brings written deliveries to their targets: each at least once, in no order, some at a time. */
export class Deliveries {
  readonly #cloud: Cloud;
  readonly #active = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #waiters: (() => void)[] = [];

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Looks for due deliveries after the current call, when a transaction around it has ended. */
  wake(delayMs = 0): void {
    if (this.#stopped || (this.#timer && delayMs > 0)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#deliverDue(), delayMs);
  }

  /** Resolves when every delivery was taken by its target or is a dead letter. */
  async idle(): Promise<void> {
    if (this.#stopped || this.#pending().length === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiters.push(resolve);
      this.wake();
    });
  }

  /** Begins no further delivery and waits for those under way; the others stay written. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#release();
    await Promise.all(this.#active.values());
  }

  #pending(): readonly Pending[] {
    return eventsStore(this.#cloud).deliveries.listAll();
  }

  #deliverDue(): void {
    this.#timer = undefined;
    if (this.#stopped) return;
    const pending = this.#pending();
    if (pending.length === 0) return this.#release();
    const now = this.#cloud.clock().toISOString();
    const waiting = pending.filter(({ key }) => !this.#active.has(key));
    const due = waiting.filter(({ value }) => value.nextAt <= now);
    for (const each of due.slice(0, AT_ONCE_MAX - this.#active.size)) this.#begin(each);
    if (waiting.length > due.length) this.wake(LOOK_AGAIN_MS);
  }

  #begin(pending: Pending): void {
    const work = this.#deliver(pending).finally(() => {
      this.#active.delete(pending.key);
      this.wake();
    });
    this.#active.set(pending.key, work);
  }

  async #deliver({ scope, key, value }: Pending): Promise<void> {
    const store = eventsStore(this.#cloud);
    try {
      await deliverToTarget(this.#cloud, scope, value);
      store.deliveries.delete(scope, key);
    } catch (error) {
      const failure = asAwsError(error);
      if (RETRYABLE.test(failure.code) && value.attempts + 1 < attemptsMax(value))
        this.#postpone(scope, value);
      else this.#bury(scope, value, failure);
    }
  }

  #postpone(scope: Scope, record: DeliveryRecord): void {
    const nextAt = this.#cloud.clock().getTime() + FIRST_DELAY_MS * 2 ** record.attempts;
    eventsStore(this.#cloud).deliveries.put(scope, record.id, {
      ...record,
      attempts: record.attempts + 1,
      nextAt: new Date(nextAt).toISOString(),
    });
  }

  #bury(scope: Scope, record: DeliveryRecord, failure: AwsError): void {
    const store = eventsStore(this.#cloud);
    this.#cloud.store.transaction(() => {
      store.deadLetters.put(scope, record.id, {
        ...record,
        attempts: record.attempts + 1,
        errorCode: failure.code,
        errorMessage: failure.message,
        at: this.#cloud.clock().toISOString(),
      });
      store.deliveries.delete(scope, record.id);
    });
  }

  #release(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}

function attemptsMax({ target }: DeliveryRecord): number {
  return Math.min(ATTEMPTS_MAX, (target.RetryPolicy?.MaximumRetryAttempts ?? ATTEMPTS_MAX) + 1);
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), {
    status: 500,
  });
}

const byCloud = new WeakMap<Cloud, Deliveries>();

/** The deliverer of a cloud. */
export function deliveries(cloud: Cloud): Deliveries {
  const found = byCloud.get(cloud) ?? new Deliveries(cloud);
  byCloud.set(cloud, found);
  return found;
}
