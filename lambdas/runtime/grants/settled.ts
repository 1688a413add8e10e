import { setTimeout as sleep } from 'node:timers/promises';
import type { StepError } from '../../../core/access/grants/apply-plan.ts';

export const ROUNDS_MAX = 5;
const FIRST_PAUSE_MS = 200;

/** What may pass by itself: Lake Formation and Glue refuse concurrent changes of one object. */
const PASSING = new Set([
  'ConcurrentModificationException',
  'InternalServiceException',
  'OperationTimeoutException',
  'ThrottledException',
  'ThrottlingException',
]);

export const isPassing = ({ code }: StepError): boolean => PASSING.has(code);

export const pauseAfter = async (round: number): Promise<void> => {
  await sleep(FIRST_PAUSE_MS * 2 ** (round - 1));
};

/** One call, tried again while it fails with what may pass. */
export async function settled(act: () => Promise<unknown>): Promise<StepError | undefined> {
  for (let round = 1; ; round++) {
    try {
      await act();
      return undefined;
    } catch (error) {
      const failure = stepError(error);
      if (!isPassing(failure) || round >= ROUNDS_MAX) return failure;
    }
    await pauseAfter(round);
  }
}

export function stepError(error: unknown): StepError {
  return error instanceof Error
    ? { code: error.name, message: error.message }
    : { code: 'Unknown', message: String(error) };
}
