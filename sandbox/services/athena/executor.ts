import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../cloud/aws-error.ts';
import type { Caller } from '../../cloud/caller.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import type { Scope } from '../../cloud/store.ts';
import type { AthenaAccess } from './access.ts';
import { QueryFailure } from './query-failure.ts';
import { QueryQueue } from './query-queue.ts';
import { QueryCancelled } from './run-select.ts';
import { runStatement } from './run-statement.ts';
import { forgetOldQueries } from './forget-old-queries.ts';
import { queries, type QueryRecord } from './store.ts';
import { VisibleRows } from './tables/scanned-bytes.ts';

const RUNNING_MAX = 2;
const WAITING_MAX = 200;
const TIMEOUT_MS = 30 * 60_000;

/** Runs queries in the background and keeps their states. */
export class QueryExecutor {
  readonly #access: AthenaAccess;
  readonly #visibleRows = new VisibleRows();
  readonly #queue = new QueryQueue({ running: RUNNING_MAX, waiting: WAITING_MAX });

  constructor(access: AthenaAccess) {
    this.#access = access;
  }

  get isFull(): boolean {
    return this.#queue.isFull;
  }

  submit(cloud: Cloud, caller: Caller, id: string): void {
    this.#queue.add(id, (signal) => this.#run({ cloud, caller, id, signal }));
  }

  stop(id: string): void {
    this.#queue.abort(id, new QueryCancelled('Query cancelled by user'));
  }

  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  async shutDown(): Promise<void> {
    this.#queue.abortAll(
      new QueryFailure('Query failed: the service stopped', { category: 1, retryable: true }),
    );
    await this.#queue.idle();
  }

  /** A killed process ran or queued these; nobody will finish them. */
  recover(cloud: Cloud): void {
    rmSync(scratchRoot(cloud), { recursive: true, force: true });
    for (const { scope, key, value } of queries(cloud).listAll()) {
      if (value.state !== 'RUNNING' && value.state !== 'QUEUED') continue;
      queries(cloud).put(scope, key, failed(cloud, value, LOST));
    }
    forgetOldQueries(cloud);
  }

  async #run(work: { cloud: Cloud; caller: Caller; id: string; signal: AbortSignal }): Promise<void> {
    const { cloud, caller, id, signal } = work;
    const scratch = join(scratchRoot(cloud), id);
    const started = performance.now();
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const limited = AbortSignal.any([signal, timeout]);
    let ended: (record: QueryRecord) => QueryRecord;
    try {
      const record = change(cloud, caller, id, (queued) => ({
        ...queued,
        state: 'RUNNING',
        queueMillis: Math.max(0, cloud.clock().getTime() - Date.parse(queued.submittedAt)),
      }));
      limited.throwIfAborted();
      mkdirSync(scratch, { recursive: true });
      const { result, scannedBytes, manifest } = await runStatement(
        {
          cloud,
          caller,
          access: this.#access,
          visibleRows: this.#visibleRows,
          scratch,
          signal: limited,
          ...jobOf(record),
        },
        record,
      );
      ended = (running) => ({
        ...running,
        state: 'SUCCEEDED',
        completedAt: cloud.clock().toISOString(),
        result,
        scannedBytes,
        ...(manifest !== undefined && { manifest }),
      });
    } catch (error) {
      const cause = limited.aborted ? (timeout.aborted ? TIMED_OUT : limited.reason) : error;
      ended = (running) =>
        cause instanceof QueryCancelled ? cancelled(cloud, running, cause) : failed(cloud, running, cause);
    }
    rmSync(scratch, { recursive: true, force: true });
    if (!queries(cloud).get(caller, id)) return;
    change(cloud, caller, id, (running) => ({
      ...ended(running),
      engineMillis: Math.round(performance.now() - started),
    }));
  }
}

const LOST = new QueryFailure('Query failed: the service was restarted while the query ran', {
  category: 1,
  retryable: true,
});

const TIMED_OUT = new QueryFailure('Query timeout', { category: 2 });

function jobOf(record: QueryRecord): { sql: string; database?: string; catalog?: string; cutoff?: number } {
  return {
    sql: record.sql,
    ...(record.database !== undefined && { database: record.database }),
    ...(record.catalog !== undefined && { catalog: record.catalog }),
    ...(record.cutoffBytes !== undefined && { cutoff: record.cutoffBytes }),
  };
}

function change(
  cloud: Cloud,
  scope: Scope,
  id: string,
  to: (record: QueryRecord) => QueryRecord,
): QueryRecord {
  const record = queries(cloud).get(scope, id);
  // Its workgroup was deleted meanwhile, with all its history.
  if (!record) throw new QueryCancelled('The workgroup of the query was deleted');
  const changed = to(record);
  queries(cloud).put(scope, id, changed);
  return changed;
}

function cancelled(cloud: Cloud, record: QueryRecord, cause: QueryCancelled): QueryRecord {
  return { ...record, state: 'CANCELLED', reason: cause.message, completedAt: cloud.clock().toISOString() };
}

function failed(cloud: Cloud, record: QueryRecord, cause: unknown): QueryRecord {
  const failure = asFailure(cause);
  return {
    ...record,
    state: 'FAILED',
    reason: failure.message,
    completedAt: cloud.clock().toISOString(),
    error: {
      category: failure.category,
      retryable: failure.retryable,
      ...(failure.type !== undefined && { type: failure.type }),
      ...(failure.cause instanceof Error && { detail: failure.cause.stack ?? failure.cause.message }),
    },
  };
}

function asFailure(cause: unknown): QueryFailure {
  if (cause instanceof QueryFailure) return cause;
  if (cause instanceof AwsError) return new QueryFailure(`${cause.code}: ${cause.message}`);
  return new QueryFailure('GENERIC_INTERNAL_ERROR: the query could not be run', { category: 1, cause });
}

function scratchRoot(cloud: Cloud): string {
  return join(cloud.directory, 'athena');
}
