import { describe, expect, it } from 'vitest';
import { testCloud } from '../test-cloud.ts';
import { createMachine, execute, fakeLambda, named } from './machine.ts';

const LAMBDA = 'arn:aws:states:::lambda:invoke';
const FN = 'arn:aws:lambda:eu-west-1:111111111111:function:f';

describe('expressions', () => {
  const table: readonly (readonly [expression: string, input: unknown, output: unknown])[] = [
    ['{% $states.input.n + 1 %}', { n: 1 }, 2],
    ['{% $states.context.StateMachine.Name %}', {}, 'machine'],
    ['{% $states.context.State.Name %}', {}, 'Only'],
    ['{% $states.context.Execution.Input.a %}', { a: 'x' }, 'x'],
    ['{% $parse($states.input.text).a %}', { text: '{"a":[1,2]}' }, [1, 2]],
    ['{% $partition([1..5], 2) %}', {}, [[1, 2], [3, 4], [5]]],
    ['{% $range(0, 10, 5) %}', {}, [0, 5, 10]],
    ['{% $range(3, 1, -1) %}', {}, [3, 2, 1]],
    ['{% $hash("abc", "SHA-256") %}', {}, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['{% $random(7) = $random(7) and $random(7) < 1 %}', {}, true],
    ['{% $length($uuid()) %}', {}, 36],
    ['{% $now() %}', {}, '2026-03-01T12:00:00.000Z'],
    ['{% $now("[Y]-[M01]") %}', {}, '2026-03'],
    ['{% $millis() %}', {}, 1772366400000],
    ['{% $merge([{"a": 1}, {"b": $states.input}]) %}', 5, { a: 1, b: 5 }],
    ['{% null %}', {}, null],
    ['plain text', {}, 'plain text'],
    [' {not an expression} ', {}, ' {not an expression} '],
  ];
  it.each(table)('%s', async (expression, input, expected) => {
    await using test = testCloud();
    await createMachine(test.cloud, { Only: { Type: 'Pass', Output: { value: expression }, End: true } });
    const { output, cause } = await execute(test.cloud, input);
    expect(cause).toBeUndefined();
    expect(output.value).toEqual(expected);
  });

  it.each([
    ['{% $states.input.missing %}', 'returned nothing (undefined)'],
    ['{% bare %}', 'returned nothing (undefined)'],
    ['{% $.field %}', 'returned nothing (undefined)'],
    ['{% $eval("1") %}', '$eval is not offered'],
    ['{% $unknown() %}', 'T1006'],
    ['{% function($x) { $x } %}', 'returned nothing (undefined)'],
    ['{% ($f := function($n) { $f($n + 1) + 1 }; $f(1)) %}', 'D1011'],
    ['{% $range(1, 5000, 1) %}', 'at most 1000 elements'],
    ['{% $error("mine") %}', 'mine'],
  ])('%s fails the state with States.QueryEvaluationError', async (expression, words) => {
    await using test = testCloud();
    await createMachine(test.cloud, { Only: { Type: 'Pass', Output: expression, End: true } });
    const { status, error, cause, types, events } = await execute(test.cloud);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(cause).toContain(words);
    expect(types).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
    expect(events[2]?.evaluationFailedEventDetails).toMatchObject({ location: 'Output', state: 'Only' });
  });
});

describe('variables', () => {
  it('are seen by the next state, while Output still sees the old values', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      One: { Type: 'Pass', Assign: { n: 1 }, Next: 'Two' },
      Two: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Output: '{% $n %}', Next: 'Three' },
      Three: { Type: 'Succeed', Output: { before: '{% $states.input %}', now: '{% $n %}' } },
    });
    expect((await execute(test.cloud)).output).toEqual({ before: 1, now: 2 });
  });

  it('of a branch are gone at its end, and it cannot assign outer ones', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Set: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'A',
            States: {
              A: { Type: 'Pass', Assign: { inner: 1 }, Next: 'B' },
              B: { Type: 'Pass', Output: '{% $outer & $inner %}', End: true },
            },
          },
        ],
        Next: 'After',
      },
      After: {
        Type: 'Succeed',
        Output: { branch: '{% $states.input[0] %}', inner: '{% $exists($inner) %}' },
      },
    });
    expect((await execute(test.cloud)).output).toEqual({ branch: 'o1', inner: false });
  });
});

describe('Choice', () => {
  const machine = {
    Pick: {
      Type: 'Choice',
      Assign: { how: 'default' },
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Show', Assign: { how: 'big' } },
        {
          Condition: '{% $states.input.n = "odd" %}',
          Next: 'Show',
          Output: 'replaced',
          Assign: { how: 'odd' },
        },
      ],
      Default: 'Show',
    },
    Show: { Type: 'Succeed', Output: ['{% $how %}', '{% $states.input %}'] },
  };
  it.each([
    [{ n: 11 }, ['big', { n: 11 }]],
    [{ n: 'odd' }, ['odd', 'replaced']],
    [{ n: 3 }, ['default', { n: 3 }]],
  ])('of %j', async (input, expected) => {
    await using test = testCloud();
    // $states.input.n > 10 is an error for a text, so the second rule is asked by a machine of its own.
    const states =
      input.n === 'odd'
        ? { ...machine, Pick: { ...machine.Pick, Choices: machine.Pick.Choices.slice(1) } }
        : machine;
    await createMachine(test.cloud, states);
    expect((await execute(test.cloud, input)).output).toEqual(expected);
  });

  it('fails when nothing matches', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Pick: { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }] },
      End: { Type: 'Succeed' },
    });
    expect(await execute(test.cloud)).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  it('wants a boolean', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Pick: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    });
    const { error, cause } = await execute(test.cloud);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toMatchInlineSnapshot(
      `"An error occurred while executing the state 'Pick'. The JSONata expression '1' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1"`,
    );
  });
});

describe('Map', () => {
  it('keeps the order of its items, selects their input and reads outer variables', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Set: { Type: 'Pass', Assign: { factor: 10 }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: '{% $states.input.list %}',
        MaxConcurrency: 2,
        ItemSelector: {
          i: '{% $states.context.Map.Item.Index %}',
          v: '{% $states.context.Map.Item.Value * $factor %}',
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Show',
          States: { Show: { Type: 'Pass', Output: '{% $states.input.v + $states.input.i %}', End: true } },
        },
        Output: '{% $sum($states.result) %}',
        End: true,
      },
    });
    const { output, types } = await execute(test.cloud, { list: [1, 2, 3] });
    expect(output).toBe(63);
    expect(types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(3);
    expect(types).toContain('MapStateSucceeded');
  });

  it('gives an empty list for no items, and takes the entries of an object', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Each: {
        Type: 'Map',
        ItemProcessor: { StartAt: 'Show', States: { Show: { Type: 'Pass', End: true } } },
        End: true,
      },
    });
    expect((await execute(test.cloud, [])).output).toEqual([]);
    expect((await execute(test.cloud, { a: 1, b: 2 })).output).toEqual([1, 2]);
    expect((await execute(test.cloud, 'text')).cause).toContain("Expected 'array', but was 'string'");
  });

  it('runs a thousand items', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Each: {
        Type: 'Map',
        Items: '{% [1..1000] %}',
        ItemProcessor: { StartAt: 'Show', States: { Show: { Type: 'Pass', End: true } } },
        Output: '{% $count($states.result) %}',
        End: true,
      },
    });
    expect((await execute(test.cloud)).output).toBe(1000);
  });

  it('fails at the quota of history events instead of running for ever', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Again: { Type: 'Pass', Next: 'Again' },
    });
    const { error, cause } = await execute(test.cloud);
    expect(error).toBe('States.Runtime');
    expect(cause).toContain('maximum number of history events (25000)');
  });
});

describe('Parallel', () => {
  it('fails with the first failure of a branch and stops the others', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 1000, End: true } } },
          { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Mine', Cause: 'because' } } },
        ],
        Catch: [{ ErrorEquals: ['Mine'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', End: true },
    });
    const { output, types } = await execute(test.cloud);
    expect(output).toEqual({ Error: 'Mine', Cause: 'because' });
    expect(types).toContain('ParallelStateFailed');
  });
});

describe('Wait', () => {
  it('waits by the clock of the sandbox', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, { Rest: { Type: 'Wait', Seconds: '{% 60 * 60 %}', End: true } });
    const ended = execute(test.cloud);
    setTimeout(() => test.advance(3_600_000), 20);
    const { status, events } = await ended;
    expect(status).toBe('SUCCEEDED');
    expect(events.at(-1)?.timestamp?.toISOString()).toBe('2026-03-01T13:00:00.000Z');
  });

  it('refuses a negative time and a text that is no timestamp', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, { Rest: { Type: 'Wait', Seconds: '{% -1 %}', End: true } });
    expect((await execute(test.cloud)).error).toBe('States.QueryEvaluationError');
  });
});

describe('Fail', () => {
  it('takes its error and cause from expressions', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Bad: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: '{% "c" & 1 %}' },
    });
    expect(await execute(test.cloud, { e: 'Mine' })).toMatchObject({
      status: 'FAILED',
      error: 'Mine',
      cause: 'c1',
      types: ['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed'],
    });
  });
});

describe('Retry and Catch', () => {
  it('tries again as often as the retrier says, then catches with the error’s own name', async () => {
    await using test = testCloud();
    let tries = 0;
    test.cloud.register(
      fakeLambda(() => {
        tries += 1;
        test.advance(60_000);
        throw named('Flaky', `try ${tries}`);
      }),
    );
    await createMachine(test.cloud, {
      Call: {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: { FunctionName: FN, Payload: {} },
        Retry: [{ ErrorEquals: ['Flaky'], MaxAttempts: 2, IntervalSeconds: 1, MaxDelaySeconds: 1 }],
        Catch: [
          {
            ErrorEquals: ['States.TaskFailed'],
            Assign: { failure: '{% $states.errorOutput %}' },
            Output: '{% $states.input %}',
            Next: 'Caught',
          },
        ],
        End: true,
      },
      Caught: { Type: 'Succeed', Output: ['{% $failure.Error %}', '{% $parse($failure.Cause) %}'] },
    });
    const ended = execute(test.cloud);
    const ticking = setInterval(() => test.advance(1_000), 5);
    const { output, types } = await ended;
    clearInterval(ticking);
    expect(tries).toBe(3);
    expect(output).toEqual(['Flaky', { errorType: 'Flaky', errorMessage: 'try 3' }]);
    expect(types.filter((type) => type === 'TaskScheduled')).toHaveLength(3);
    expect(types.filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
  });

  it('does not let States.TaskFailed match a timeout, which States.Timeout does', async () => {
    await using test = testCloud();
    test.cloud.register(fakeLambda(() => new Promise(() => undefined)));
    const next = { Type: 'Succeed' };
    await createMachine(test.cloud, {
      Call: {
        Type: 'Task',
        Resource: LAMBDA,
        TimeoutSeconds: 5,
        Arguments: { FunctionName: FN },
        Catch: [
          { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
          { ErrorEquals: ['States.Timeout'], Next: 'Right' },
        ],
        End: true,
      },
      Wrong: next,
      Right: next,
    });
    const ended = execute(test.cloud);
    const ticking = setInterval(() => test.advance(1_000), 5);
    const { events, types } = await ended;
    clearInterval(ticking);
    expect(types).toContain('TaskTimedOut');
    expect(events.some(({ stateEnteredEventDetails: at }) => at?.name === 'Right')).toBe(true);
  });

  it('catches an expression that fails in the task itself', async () => {
    await using test = testCloud();
    test.cloud.register(fakeLambda(() => ({ a: 1 })));
    await createMachine(test.cloud, {
      Call: {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: { FunctionName: FN },
        Output: '{% $states.result.Payload.missing %}',
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
    });
    const { output, types } = await execute(test.cloud);
    expect(output).toBe('States.QueryEvaluationError');
    expect(types.filter((type) => type === 'EvaluationFailed')).toHaveLength(1);
  });

  it('never catches States.Runtime', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Call: {
        Type: 'Task',
        Resource: LAMBDA,
        Arguments: [],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed' },
    });
    expect(await execute(test.cloud)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('catches a task whose result is too large', async () => {
    await using test = testCloud();
    test.cloud.register(fakeLambda(() => 'x'.repeat(262_145)));
    await createMachine(test.cloud, {
      Call: {
        Type: 'Task',
        Resource: FN,
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
    });
    expect((await execute(test.cloud)).output).toBe('States.DataLimitExceeded');
  });
});
