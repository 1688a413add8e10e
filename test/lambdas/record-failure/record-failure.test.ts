import { describe, expect, it } from 'vitest';

import type { RecordFailureInput } from '../../../core/pipeline/run.ts';
import { publishSnapshot } from '../../../lambdas/publish-snapshot/publish-snapshot.ts';
import { RecordFailureInputSchema } from '../../../lambdas/record-failure/input.ts';
import { recordFailure } from '../../../lambdas/record-failure/record-failure.ts';
import { resolveRun } from '../../../lambdas/resolve-run/resolve-run.ts';
import {
  type BuiltRun,
  buildRun,
  itemsOf,
  objectsOf,
  PARAMETER,
  readersSee,
  runWorld,
  startOf,
} from '../run-world.ts';

const finding = {
  id: 'delay.range.1',
  table: 'flights',
  column: 'delay',
  statement: 'delay is at most 1440',
  dimension: 'conformity',
  severity: 'error',
  status: 'failed',
  measured: 3,
  expected: 'must be 0',
  examples: ['1688'],
} as const;

const refusal = {
  Error: 'ChecksFailed',
  Cause: JSON.stringify({
    errorType: 'ChecksFailed',
    errorMessage: JSON.stringify({ findings: [finding], passed: 4, failed: 1 }),
  }),
};

const failureOf = ({ run }: BuiltRun, error: RecordFailureInput['error']): RecordFailureInput => ({
  parameter: PARAMETER,
  execution: run.execution,
  startedAt: run.startedAt,
  run,
  error,
});

describe('recordFailure', () => {
  it('records a refusal with its findings and gives the product free; readers keep what they had', async () => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    expect(await recordFailure(failureOf(built, refusal), made.world)).toEqual({ status: 'refused' });
    const at = `${built.run.run}-1`;
    expect(itemsOf(made.aws)).toMatchObject({
      [`flights/v1 run/2026-01-01T06:00:00.000Z/${at}`]: {
        status: 'refused',
        findings: [finding],
        checksPassed: 4,
        checksFailed: 1,
        error: { name: 'ChecksFailed', message: 'flights: delay is at most 1440' },
      },
    });
    expect(Object.keys(itemsOf(made.aws))).toHaveLength(1);
    const audit = objectsOf(made.aws, made.manifest.resources.auditBucket);
    expect(audit[`ledger/222222222222/operations/flights/v1/${at}.json`]).toMatchObject({
      status: 'refused',
      findings: [finding],
    });
    expect(audit[`lineage/222222222222/operations/flights/v1/${at}.json`]).toMatchObject({
      eventType: 'FAIL',
      run: { facets: { errorMessage: { message: 'flights: delay is at most 1440' } } },
    });
    expect(made.aws.events).toMatchObject([
      { type: 'RunFailed', detail: { status: 'refused', run: built.run.run } },
    ]);
    expect((await readersSee(made, 'flights')).snapshots).toBe(0);
    const staging = [...made.aws.tables.keys()].filter((name) => name.includes('staging'));
    expect(staging).toHaveLength(2);
  });

  it.each([
    [
      'an Athena query',
      {
        Error: 'States.TaskFailed',
        Cause: JSON.stringify({ QueryExecutionId: 'q1', Status: { StateChangeReason: 'TABLE_NOT_FOUND' } }),
      },
      'TABLE_NOT_FOUND (query q1)',
    ],
    [
      'a function',
      { Error: 'CommitContended', Cause: JSON.stringify({ errorMessage: 'changed 3 times' }) },
      'changed 3 times',
    ],
    ['a time limit', { Error: 'States.Timeout', Cause: '' }, ''],
    ['anything else', { Error: 'Odd', Cause: 'x'.repeat(5000) }, `${'x'.repeat(2000)}…`],
  ])('records the failure of %s in words', async (_what, error, message) => {
    const made = await runWorld();
    const built = await buildRun(made, 'one');
    expect(await recordFailure(failureOf(built, error), made.world)).toEqual({ status: 'failed' });
    const [item] = Object.values(itemsOf(made.aws));
    expect(item).toMatchObject({ status: 'failed', error: { name: error.Error, message } });
  });

  it('finds the run that died while it was resolved by the lease that it holds', async () => {
    const made = await runWorld();
    const start = startOf('one');
    made.aws.before = ({ name }) => {
      if (name === 'CreateTable') throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    };
    await expect(resolveRun(start, made.world)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    made.aws.before = () => {};
    const { parameter, execution, startedAt } = start;
    const input = {
      parameter,
      execution,
      startedAt,
      run: null,
      error: { Error: 'AccessDeniedException', Cause: '' },
    };
    await recordFailure(RecordFailureInputSchema.parse(input), made.world);
    expect(Object.values(itemsOf(made.aws))).toMatchObject([{ status: 'failed', attempt: 1 }]);
    expect((await resolveRun(startOf('two'), made.world)).attempt).toBe(2);
  });

  it('does not touch the lease of another execution, nor a run that did publish', async () => {
    const made = await runWorld();
    const first = await buildRun(made, 'one');
    await publishSnapshot(first, made.world);
    const before = itemsOf(made.aws);
    const late = { Error: 'States.Timeout', Cause: '' };
    expect(await recordFailure(failureOf(first, late), made.world)).toEqual({ status: 'published' });
    expect(itemsOf(made.aws)).toEqual(before);

    const running = await resolveRun(startOf('two', { force: true }), made.world);
    await recordFailure({ ...failureOf(first, late), execution: 'stranger', run: null }, made.world);
    expect(itemsOf(made.aws)['flights/v1 lease']).toMatchObject({ execution: running.execution });
  });

  it('ends in the same state wherever it dies and is called again', async () => {
    const whole = await runWorld();
    const built = await buildRun(whole, 'one');
    const before = whole.aws.calls.length;
    await recordFailure(failureOf(built, refusal), whole.world);
    const calls = whole.aws.calls.length - before;
    const see = (made: typeof whole) => {
      const times = (key: string, value: unknown) =>
        ['endedAt', 'eventTime', 'acquiredAt'].includes(key) ? 'some time' : value;
      const audit = objectsOf(made.aws, made.manifest.resources.auditBucket);
      const events = new Set(made.aws.events.map(({ detail }) => detail['id']));
      return JSON.parse(JSON.stringify([itemsOf(made.aws), audit, [...events]], times));
    };
    for (let call = 1; call <= calls; call++) {
      for (const side of ['before', 'after'] as const) {
        const made = await runWorld();
        const run = await buildRun(made, 'one');
        made.aws.killAt(call, side);
        await expect(recordFailure(failureOf(run, refusal), made.world)).rejects.toThrow('');
        made.aws.revive();
        await recordFailure(failureOf(run, refusal), made.world);
        expect(see(made), `killed ${side} call ${call}`).toEqual(see(whole));
      }
    }
  });
});
