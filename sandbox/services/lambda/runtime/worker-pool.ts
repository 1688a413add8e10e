import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { perCloud } from '../../../cloud/per-cloud.ts';
import type { FunctionWorker } from './function-worker.ts';

const WORKERS_MAX = 8;
const WAITING_MAX = 200;

/** Workers of all functions: used again while warm, the least recently used one gives way. */
export class WorkerPool {
  readonly #cloud: Cloud;
  /** Least recently used first. */
  #idle: FunctionWorker[] = [];
  readonly #busy = new Set<FunctionWorker>();
  #starting = 0;
  readonly #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Lends a worker for one invocation. */
  async use<Result>(
    key: string,
    start: () => Promise<FunctionWorker>,
    work: (worker: FunctionWorker) => Promise<Result>,
  ): Promise<Result> {
    const worker = await this.#take(key, start);
    try {
      return await work(worker);
    } finally {
      this.#busy.delete(worker);
      if (!this.#stopped && worker.isUsable(this.#cloud.clock())) this.#idle.push(worker);
      else void worker.terminate();
      this.#waiting.shift()?.();
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const waiting of this.#waiting.splice(0)) waiting();
    await Promise.all([...this.#idle.splice(0), ...this.#busy].map((worker) => worker.terminate()));
  }

  async #take(key: string, start: () => Promise<FunctionWorker>): Promise<FunctionWorker> {
    while (this.#busy.size + this.#starting >= WORKERS_MAX) await this.#turn();
    if (this.#stopped) throw new AwsError('ServiceUnavailableException', 'the sandbox is stopping');
    const warm = this.#takeIdle(key);
    if (warm) return this.#lend(warm);
    this.#starting += 1;
    try {
      if (this.#idle.length + this.#busy.size + this.#starting > WORKERS_MAX) {
        await this.#idle.shift()?.terminate();
      }
      return this.#lend(await start());
    } catch (error) {
      this.#waiting.shift()?.();
      throw error;
    } finally {
      this.#starting -= 1;
    }
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
