import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { perCloud } from '../../../cloud/per-cloud.ts';
import { FunctionWorker, type FunctionWorkerOptions } from './function-worker.ts';

const WORKERS_MAX = 8;
const WAITING_MAX = 200;
/** A warm copy that is free again within this time saves a cold start, which takes longer. */
const PATIENCE_MS = 250;

/** What a worker of a function is started with: its role's credentials are fetched only then. */
export type PrepareWorker = () => Promise<FunctionWorkerOptions>;

/**
 * Workers of all functions: used again while warm. When there is no room for another, one of the same code goes on
 * as the function that is called, or the least recently used one gives way.
 */
export class WorkerPool {
  readonly #cloud: Cloud;
  /** Least recently used first. */
  #idle: FunctionWorker[] = [];
  readonly #busy = new Set<FunctionWorker>();
  #starting = 0;
  readonly #waiting: (() => void)[] = [];
  /** Calls that hope for the copy of their function that is at work. */
  readonly #wanting = new Map<string, readonly ((worker: FunctionWorker | undefined) => void)[]>();
  #stopped = false;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Lends a worker for one invocation. */
  async use<Result>(
    key: string,
    prepare: PrepareWorker,
    work: (worker: FunctionWorker) => Promise<Result>,
  ): Promise<Result> {
    const worker = await this.#take(key, prepare);
    try {
      return await work(worker);
    } finally {
      this.#busy.delete(worker);
      if (!this.#handOver(key, worker)) this.#waiting.shift()?.();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const waiting of this.#waiting.splice(0)) waiting();
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((worker) => worker.terminate()));
  }

  /** Waits a moment for a copy that is at work. */
  async #awaitHandOver(key: string): Promise<FunctionWorker | undefined> {
    const { promise, resolve } = Promise.withResolvers<FunctionWorker | undefined>();
    const wanting = this.#wanting.get(key) ?? [];
    this.#wanting.set(key, [...wanting, resolve]);
    const timer = setTimeout(() => {
      this.#wanting.set(
        key,
        (this.#wanting.get(key) ?? []).filter((other) => other !== resolve),
      );
      resolve(undefined);
    }, PATIENCE_MS);
    const worker = await promise;
    clearTimeout(timer);
    return worker;
  }

  /** Gives a worker that is done to the call that waits for it; true where it goes on at once. */
  #handOver(key: string, worker: FunctionWorker): boolean {
    const isUsable = !this.#stopped && worker.isUsable(this.#cloud.clock());
    const [next, ...later] = this.#wanting.get(key) ?? [];
    this.#wanting.set(key, later);
    if (!isUsable) void worker.terminate();
    else if (next !== undefined) {
      this.#busy.add(worker);
      next(worker);
      return true;
    } else this.#idle.push(worker);
    next?.(undefined);
    return false;
  }

  async #take(key: string, prepare: PrepareWorker): Promise<FunctionWorker> {
    for (let isPatient = true; ; isPatient = false) {
      while (this.#busy.size + this.#starting >= WORKERS_MAX) await this.#turn();
      if (this.#stopped) throw new AwsError('ServiceUnavailableException', 'the sandbox is stopping');
      const warm = this.#takeIdle(key);
      if (warm) return this.#lend(warm);
      // Nothing is awaited between the look at the bound and the start, or many would pass it at once.
      if (!isPatient || !this.#isAtWork(key)) return await this.#start(prepare);
      const handedOver = await this.#awaitHandOver(key);
      if (handedOver) return handedOver;
    }
  }

  #isAtWork(key: string): boolean {
    return [...this.#busy].some((worker) => worker.options.key === key);
  }

  async #start(prepare: PrepareWorker): Promise<FunctionWorker> {
    this.#starting += 1;
    try {
      const options = await prepare();
      const isFull = this.#idle.length + this.#busy.size + this.#starting > WORKERS_MAX;
      const kin = isFull ? this.#takeKin(options) : undefined;
      if (kin === undefined && isFull) await this.#idle.shift()?.terminate();
      return this.#lend(kin ?? new FunctionWorker(options));
    } catch (error) {
      this.#waiting.shift()?.();
      throw error;
    } finally {
      this.#starting -= 1;
    }
  }

  /** The least recently used worker that can go on as another function. */
  #takeKin(options: FunctionWorkerOptions): FunctionWorker | undefined {
    const at = this.#idle.findIndex((worker) => worker.canBecome(options));
    const [kin] = at < 0 ? [] : this.#idle.splice(at, 1);
    kin?.become(options);
    return kin;
  }

  #lend(worker: FunctionWorker): FunctionWorker {
    this.#busy.add(worker);
    return worker;
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= WAITING_MAX) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#stopped) throw new AwsError('ServiceUnavailableException', 'the sandbox is stopping');
  }

  #takeIdle(key: string): FunctionWorker | undefined {
    const now = this.#cloud.clock();
    const stale = this.#idle.filter((worker) => !worker.isUsable(now));
    for (const worker of stale) void worker.terminate();
    this.#idle = this.#idle.filter((worker) => !stale.includes(worker));
    const at = this.#idle.findLastIndex((worker) => worker.options.key === key);
    return at < 0 ? undefined : this.#idle.splice(at, 1)[0];
  }
}

export const workerPool = perCloud((cloud) => new WorkerPool(cloud));
