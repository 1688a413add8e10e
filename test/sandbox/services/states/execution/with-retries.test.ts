import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesError } from '../../../../../sandbox/services/states/asl/states-error.ts';
import { delaySeconds } from '../../../../../sandbox/services/states/execution/with-retries.ts';

describe('the delay before a retry', () => {
  it.each([
    [{}, [1, 2, 4, 8]],
    [{ IntervalSeconds: 3, BackoffRate: 1 }, [3, 3, 3, 3]],
    [{ IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10 }, [2, 6, 10, 10]],
  ])('of %j is %j', (fields, delays) => {
    const retrier = { ErrorEquals: ['States.ALL'], ...fields };
    expect(delays.map((_, count) => delaySeconds(retrier, count))).toEqual(delays);
  });

  it('stays below the undisturbed one with full jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 100 }),
        (count, MaxDelaySeconds) => {
          const retrier = { ErrorEquals: ['States.ALL'], MaxDelaySeconds };
          const jittered = delaySeconds({ ...retrier, JitterStrategy: 'FULL' }, count);
          expect(jittered).toBeGreaterThanOrEqual(0);
          expect(jittered).toBeLessThanOrEqual(delaySeconds(retrier, count));
        },
      ),
    );
  });
});

describe('an error', () => {
  it.each<[names: string[], error: string, matches: boolean]>([
    [['Mine'], 'Mine', true],
    [['Mine'], 'Other', false],
    [['States.ALL'], 'Other', true],
    [['States.ALL'], 'States.Timeout', true],
    [['States.TaskFailed'], 'Lambda.ServiceException', true],
    [['States.TaskFailed'], 'States.Timeout', false],
    [['States.ALL'], 'States.Runtime', false],
    [['States.TaskFailed'], 'States.Runtime', false],
  ])('list %j matches %s: %s', (names, error, expected) => {
    expect(matchesError(names, error)).toBe(expected);
  });
});
