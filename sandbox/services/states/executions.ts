import { invariant } from '../../../core/errors/invariant.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { perCloud } from '../../cloud/per-cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import { endExecution } from './end-execution.ts';
import { ExecutionAborted } from './execution-aborted.ts';
import { type ExecutionRecord, statesStore } from './store.ts';

const AT_ONCE_MAX = 4;
const WAITING_MAX = 1_000;
/** How deep executions may start executions and wait for them. */
const NESTED_AT_ONCE_MAX = 32;
const STOPPED = {
  error: 'Sandbox.Stopped',
  cause: 'the sandbox stopped while this execution was running',
};

type Active = {
  readonly scope: Scope;
  readonly record: ExecutionRecord;
  readonly nested: boolean;
  readonly controller: AbortController;
  readonly ended: PromiseWithResolvers<void>;
};

/** Runs an execution to its end and writes the end; never throws. */
export type RunExecution = (
  cloud: Cloud,
  scope: Scope,
  record: ExecutionRecord,
  signal: AbortSignal,
) => Promise<void>;

/** The executions of this process that have not ended: some run, the others wait for their turn. */
export class Executions {
  readonly #cloud: Cloud;
  /** By ARN, in the order of their start. */
  readonly #active = new Map<string, Active>();
  readonly #running = new Set<string>();
  #runExecution: RunExecution | undefined;
  #stopped = false;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** The service says how executions run: a task of theirs may start executions, which come here. */
  runWith(runExecution: RunExecution): void {
    this.#runExecution = runExecution;
  }

  /** Throws when too many executions wait already; the caller has not written anything yet. */
  requireRoom(nested: boolean): void {
    if (this.#stopped) throw new AwsError('ServiceUnavailable', 'the sandbox is stopping');
    const nestedCount = [...this.#active.values()].filter((each) => each.nested).length;
    const full = nested ? nestedCount >= NESTED_AT_ONCE_MAX : this.#active.size >= WAITING_MAX;
    if (!full) return;
    throw new AwsError(
      'ExecutionLimitExceeded',
      `the sandbox holds ${this.#active.size} executions that have not ended`,
    );
  }

  /** Takes over an execution that was written as running. */
  add(scope: Scope, record: ExecutionRecord, nested: boolean): void {
    const active = {
      scope,
      record,
      nested,
      controller: new AbortController(),
      ended: Promise.withResolvers<void>(),
    };
    this.#active.set(record.arn, active);
    setImmediate(() => this.#beginDue());
  }

  /** Ends an execution as aborted; nothing happens where it has ended. */
  abort(arn: string, reason: { readonly error?: string; readonly cause?: string }): void {
    const active = this.#active.get(arn);
    active?.controller.abort(new ExecutionAborted(reason));
    if (active && !this.#running.has(arn)) this.#run(active);
  }

  /** Resolves when an execution has ended; rejects with the signal's reason. */
  async ended(arn: string, signal?: AbortSignal): Promise<void> {
    const active = this.#active.get(arn);
    if (!active) return;
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    try {
      signal?.throwIfAborted();
      await Promise.race([active.ended.promise, promise]);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async idle(): Promise<void> {
    while (this.#active.size > 0) {
      await Promise.all([...this.#active.values()].map(({ ended }) => ended.promise));
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const arn of this.#active.keys()) this.abort(arn, STOPPED);
    await this.idle();
  }

  /** Ends what a killed process left running: nobody works on it any more. */
  abortLeftOvers(): void {
    for (const { scope, value } of statesStore(this.#cloud).executions.listAll()) {
      if (value.status !== 'RUNNING' || this.#active.has(value.arn)) continue;
      endExecution(this.#cloud, { scope, record: value }, { status: 'ABORTED', ...STOPPED });
    }
  }

  #beginDue(): void {
    for (const active of this.#active.values()) {
      if (this.#running.has(active.record.arn)) continue;
      if (active.nested || this.#countedRunning() < AT_ONCE_MAX) this.#run(active);
    }
  }

  #countedRunning(): number {
    return [...this.#running].filter((arn) => this.#active.get(arn)?.nested === false).length;
  }

  #run(active: Active): void {
    const { record, scope, controller, ended } = active;
    invariant(this.#runExecution, 'the service said how executions run');
    this.#running.add(record.arn);
    void this.#runExecution(this.#cloud, scope, record, controller.signal).finally(() => {
      this.#running.delete(record.arn);
      this.#active.delete(record.arn);
      ended.resolve();
      this.#beginDue();
    });
  }
}

export const executions = perCloud((cloud) => new Executions(cloud));
