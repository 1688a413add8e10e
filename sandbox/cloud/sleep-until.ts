import { setTimeout as sleep } from 'node:timers/promises';

/** The clock may be a test's, so a long wait looks at it again this often. */
const LOOK_AGAIN_MS = 100;

/** Resolves when `clock` has reached `at`; rejects with the signal's reason when it is aborted before. */
export async function sleepUntil(clock: () => Date, at: Date, signal?: AbortSignal): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const leftMs = at.getTime() - clock().getTime();
    if (leftMs <= 0) return;
    await sleep(Math.min(leftMs, LOOK_AGAIN_MS), undefined, { signal, ref: true }).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
  }
}
