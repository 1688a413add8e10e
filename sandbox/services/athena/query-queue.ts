/** Runs jobs, a few at once, in the order in which they came. */
export class QueryQueue {
  readonly #running = new Set<Promise<void>>();
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #aborts = new Map<string, AbortController>();
  readonly #limits: { readonly running: number; readonly waiting: number };

  constructor(limits: { readonly running: number; readonly waiting: number }) {
    this.#limits = limits;
  }

  get isFull(): boolean {
    return this.#waiting.length >= this.#limits.waiting;
  }

  /** `job` must not throw. */
  add(id: string, job: (signal: AbortSignal) => Promise<void>): void {
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.#waiting.push(async () => {
      await job(abort.signal);
      this.#aborts.delete(id);
    });
    this.#next();
  }

  /** Whether there was such a job; one that waits runs and finds its signal aborted. */
  abort(id: string, reason: unknown): boolean {
    const abort = this.#aborts.get(id);
    abort?.abort(reason);
    return abort !== undefined;
  }

  abortAll(reason: unknown): void {
    for (const abort of this.#aborts.values()) abort.abort(reason);
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #next(): void {
    while (this.#running.size < this.#limits.running) {
      const job = this.#waiting.shift();
      if (!job) return;
      const run: Promise<void> = job().finally(() => {
        this.#running.delete(run);
        this.#next();
      });
      this.#running.add(run);
    }
  }
}
