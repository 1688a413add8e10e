import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import type { Cloud } from './cloud.ts';
import type { Collection, Scope } from './store.ts';

/** A piece of work that is kept until it is done, given up, or found again by the next process. */
export type Queued<Item> = {
  readonly id: string;
  readonly item: Item;
  readonly attempts: number;
  readonly createdAt: string;
  readonly nextAt: string;
};

export type DurableQueueOptions<Item> = {
  readonly cloud: Cloud;
  readonly collection: Collection<Queued<Item>>;
  readonly atOnceMax: number;
  /** Waiting time before the second attempt; doubled each time. */
  readonly firstDelayMs: number;
  readonly attemptsMax: (item: Item) => number;
  /** Done at least once: it may run again when the process was killed before it was struck off. */
  readonly work: (scope: Scope, queued: Queued<Item>) => Promise<void>;
  readonly isRetryable: (error: AwsError) => boolean;
  /**
   * Tells others after the last attempt, at least once; what it answers runs in the transaction that strikes
   * the work off.
   */
  readonly giveUp: (scope: Scope, queued: Queued<Item>, error: AwsError) => Promise<() => void>;
};

type Pending<Item> = { readonly scope: Scope; readonly key: string; readonly value: Queued<Item> };

/** Retries wait on the cloud's clock, which may be a test's: look at it again this often. */
const LOOK_AGAIN_MS = 100;

/** Work that survives the process: written first, then done, in no order and some at a time. */
export class DurableQueue<Item> {
  readonly #options: DurableQueueOptions<Item>;
  readonly #active = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #waiters: (() => void)[] = [];

  constructor(options: DurableQueueOptions<Item>) {
    this.#options = options;
  }

  /** Writes work; it begins after the current call, when a transaction around it has ended. */
  add(scope: Scope, item: Item): void {
    const { cloud, collection } = this.#options;
    const now = cloud.clock().toISOString();
    const id = randomUUID();
    collection.put(scope, id, { id, item, attempts: 0, createdAt: now, nextAt: now });
    this.wake();
  }

  /** How much is not done yet. */
  size(): number {
    return this.#options.collection.listAll().length;
  }

  wake(delayMs = 0): void {
    if (this.#stopped || (this.#timer && delayMs > 0)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#beginDue(), delayMs);
  }

  /** Resolves when everything is done or given up. */
  async idle(): Promise<void> {
    if (this.#stopped || this.size() === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiters.push(resolve);
      this.wake();
    });
  }

  /** Begins nothing further and waits for what is under way; the rest stays written. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#release();
    await Promise.all(this.#active.values());
  }

  #beginDue(): void {
    this.#timer = undefined;
    if (this.#stopped) return;
    const pending = this.#options.collection.listAll();
    if (pending.length === 0) return this.#release();
    const now = this.#options.cloud.clock().toISOString();
    const waiting = pending.filter(({ key }) => !this.#active.has(key));
    const due = waiting.filter(({ value }) => value.nextAt <= now);
    const free = Math.max(0, this.#options.atOnceMax - this.#active.size);
    for (const each of due.slice(0, free)) this.#begin(each);
    if (waiting.length > due.length) this.wake(LOOK_AGAIN_MS);
  }

  #begin(pending: Pending<Item>): void {
    const work = this.#attempt(pending).finally(() => {
      this.#active.delete(pending.key);
      this.wake();
    });
    this.#active.set(pending.key, work);
  }

  async #attempt({ scope, key, value }: Pending<Item>): Promise<void> {
    const { work, isRetryable, attemptsMax, collection } = this.#options;
    try {
      await work(scope, value);
      collection.delete(scope, key);
    } catch (error) {
      const failure = asAwsError(error);
      const tried = { ...value, attempts: value.attempts + 1 };
      if (isRetryable(failure) && tried.attempts < attemptsMax(value.item)) this.#postpone(scope, tried);
      else await this.#giveUp(scope, tried, failure);
    }
  }

  #postpone(scope: Scope, tried: Queued<Item>): void {
    const { cloud, collection, firstDelayMs } = this.#options;
    const nextAt = new Date(cloud.clock().getTime() + firstDelayMs * 2 ** (tried.attempts - 1));
    collection.put(scope, tried.id, { ...tried, nextAt: nextAt.toISOString() });
  }

  async #giveUp(scope: Scope, tried: Queued<Item>, error: AwsError): Promise<void> {
    const note = await this.#options.giveUp(scope, tried, error);
    this.#options.cloud.store.transaction(() => {
      note();
      this.#options.collection.delete(scope, tried.id);
    });
  }

  #release(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError('InternalFailure', error instanceof Error ? error.message : String(error), {
    status: 500,
  });
}
