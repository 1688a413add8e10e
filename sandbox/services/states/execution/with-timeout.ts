import { sleepUntil } from '../../../cloud/sleep-until.ts';

export type TimeLimit = {
  readonly clock: () => Date;
  /** No limit when absent. */
  readonly seconds: number | undefined;
  readonly signal: AbortSignal;
  /** What the work fails with after the limit. */
  readonly timedOut: (seconds: number) => Error;
};

/**
 * Waits for work, but not beyond the limit or the signal: what cannot be interrupted is left to itself.
 * After the signal it fails with the signal's reason.
 */
export async function withTimeout<Result>(
  { clock, seconds, signal, timedOut }: TimeLimit,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const limit = new AbortController();
  const done = new AbortController();
  const both = AbortSignal.any([signal, limit.signal]);
  if (seconds !== undefined) {
    const at = new Date(clock().getTime() + seconds * 1000);
    sleepUntil(clock, at, AbortSignal.any([signal, done.signal])).then(
      () => limit.abort(timedOut(seconds)),
      () => undefined,
    );
  }
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(both.reason);
  both.addEventListener('abort', stop, { once: true });
  try {
    both.throwIfAborted();
    return await Promise.race([work(both), stopped]);
  } finally {
    both.removeEventListener('abort', stop);
    done.abort();
  }
}
