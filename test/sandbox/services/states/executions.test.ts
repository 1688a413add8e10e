import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import { executions } from '../../../../sandbox/services/states/executions.ts';
import {
  createStateMachineAlias,
  updateStateMachineAlias,
} from '../../../../sandbox/services/states/operations/aliases.ts';
import {
  describeExecution,
  getExecutionHistory,
  stopExecution,
} from '../../../../sandbox/services/states/operations/describe-execution.ts';
import { listExecutions } from '../../../../sandbox/services/states/operations/list-executions.ts';
import { publishStateMachineVersion } from '../../../../sandbox/services/states/operations/versions.ts';
import {
  createStateMachine,
  updateStateMachine,
} from '../../../../sandbox/services/states/operations/write-machines.ts';
import { createStatesService } from '../../../../sandbox/services/states/service.ts';
import { ROLE, ROOT, testCloud } from '../test-cloud.ts';
import { createMachine, MACHINE, start } from './machine.ts';

const WAIT = { Rest: { Type: 'Wait', Seconds: 1000, End: true } };
const code = async (work: Promise<unknown>): Promise<string> =>
  await work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AwsError ? error.code : String(error)),
  );

describe('StartExecution', () => {
  it('is idempotent by name and input exactly while the execution runs', async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('start' as const),
        name: fc.constantFrom('a', 'b'),
        input: fc.constantFrom(1, 2),
      }),
      fc.record({ kind: fc.constant('stop' as const), name: fc.constantFrom('a', 'b') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await using test = testCloud();
        await createMachine(test.cloud, WAIT);
        const model = new Map<string, { input: number; running: boolean }>();
        for (const each of steps) {
          const known = model.get(each.name);
          if (each.kind === 'start') {
            const answer = await code(start(test.cloud, each.input, { name: each.name }));
            const fresh = known === undefined;
            const same = known?.running && known.input === each.input;
            expect(answer).toBe(fresh || same ? 'ok' : 'ExecutionAlreadyExists');
            if (fresh) model.set(each.name, { input: each.input, running: true });
          } else if (known) {
            const executionArn = MACHINE.replace('stateMachine:', 'execution:').concat(`:${each.name}`);
            await test.cloud.call(ROOT, stopExecution, { executionArn });
            known.running = false;
          }
        }
        const { executions: all = [] } = await test.cloud.call(ROOT, listExecutions, {
          stateMachineArn: MACHINE,
        });
        expect(all).toHaveLength(model.size);
        expect(all.filter(({ status }) => status === 'RUNNING')).toHaveLength(
          [...model.values()].filter(({ running }) => running).length,
        );
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [{ name: 'has space' }, 'InvalidName'],
    [{ name: 'x'.repeat(81) }, 'InvalidName'],
    [{ input: '{not json' }, 'InvalidExecutionInput'],
    [{ input: `"${'x'.repeat(262_144)}"` }, 'InvalidExecutionInput'],
    [{ stateMachineArn: `${MACHINE}2` }, 'StateMachineDoesNotExist'],
    [{ stateMachineArn: `${MACHINE}:live` }, 'ResourceNotFound'],
    [{ stateMachineArn: 'machine' }, 'ValidationException'],
  ])('refuses %j', async (input, expected) => {
    await using test = testCloud();
    await createMachine(test.cloud, WAIT);
    expect(await code(start(test.cloud, {}, input))).toBe(expected);
  });

  it('runs a few executions at once and the others after them', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, WAIT);
    const arns = await Promise.all(Array.from({ length: 6 }, () => start(test.cloud)));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const lengths = await Promise.all(
      arns.map(async (executionArn) => {
        const { events = [] } = await test.cloud.call(ROOT, getExecutionHistory, { executionArn });
        return events.length;
      }),
    );
    expect(lengths).toEqual([2, 2, 2, 2, 1, 1]);
    const ticking = setInterval(() => test.advance(1_000_000), 5);
    await executions(test.cloud).idle();
    clearInterval(ticking);
    const { executions: all = [] } = await test.cloud.call(ROOT, listExecutions, {
      stateMachineArn: MACHINE,
      statusFilter: 'SUCCEEDED',
    });
    expect(all).toHaveLength(6);
  });
});

describe('StopExecution', () => {
  it('aborts a running execution with the reason given', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, WAIT);
    const executionArn = await start(test.cloud);
    await test.cloud.call(ROOT, stopExecution, { executionArn, error: 'Mine', cause: 'enough' });
    expect(await test.cloud.call(ROOT, describeExecution, { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Mine',
      cause: 'enough',
    });
  });
});

describe('a new process', () => {
  it('ends what the killed one left running, and says why', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'freehold-states-'));
    const store = join(directory, 'state.db');
    const first = testCloud({ directory, store });
    await createMachine(first.cloud, WAIT);
    const executionArn = await start(first.cloud, {}, { name: 'left' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Killed: nothing of the first process is asked to stop.
    const second = testCloud({ directory, store });
    second.cloud.register(createStatesService(second.cloud));
    for (const service of second.cloud.services()) await service.start?.(second.cloud);
    expect(await second.cloud.call(ROOT, describeExecution, { executionArn })).toMatchObject({
      status: 'ABORTED',
      cause: 'the sandbox stopped while this execution was running',
    });
    const { events = [] } = await second.cloud.call(ROOT, getExecutionHistory, { executionArn });
    expect(events.map(({ id, type }) => [id, type])).toEqual([
      [1, 'ExecutionStarted'],
      [2, 'WaitStateEntered'],
      [3, 'ExecutionAborted'],
    ]);
    expect(await code(start(second.cloud, {}, { name: 'left' }))).toBe('ExecutionAlreadyExists');
    await first[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });
});

describe('versions and aliases', () => {
  const definition = (word: string) =>
    JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Say',
      States: { Say: { Type: 'Succeed', Output: word } },
    });

  it('run what was published, whatever the machine became', async () => {
    await using test = testCloud();
    const { cloud } = test;
    await createMachine(cloud, { Say: { Type: 'Succeed', Output: 'one' } });
    const one = await cloud.call(ROOT, publishStateMachineVersion, { stateMachineArn: MACHINE });
    const again = await cloud.call(ROOT, publishStateMachineVersion, { stateMachineArn: MACHINE });
    expect(again.stateMachineVersionArn).toBe(one.stateMachineVersionArn);
    const alias = await cloud.call(ROOT, createStateMachineAlias, {
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: one.stateMachineVersionArn, weight: 100 }],
    });
    await cloud.call(ROOT, updateStateMachine, { stateMachineArn: MACHINE, definition: definition('two') });
    const say = async (stateMachineArn: string | undefined) => {
      const executionArn = await start(cloud, {}, { stateMachineArn });
      await executions(cloud).ended(executionArn);
      return await cloud.call(ROOT, describeExecution, { executionArn });
    };
    expect(await say(MACHINE)).toMatchObject({ output: '"two"' });
    expect(await say(one.stateMachineVersionArn)).toMatchObject({ output: '"one"' });
    expect(await say(alias.stateMachineAliasArn)).toMatchObject({
      output: '"one"',
      stateMachineAliasArn: `${MACHINE}:live`,
      stateMachineVersionArn: `${MACHINE}:1`,
    });
    const two = await cloud.call(ROOT, publishStateMachineVersion, { stateMachineArn: MACHINE });
    await cloud.call(ROOT, updateStateMachineAlias, {
      stateMachineAliasArn: alias.stateMachineAliasArn,
      routingConfiguration: [{ stateMachineVersionArn: two.stateMachineVersionArn, weight: 100 }],
    });
    expect(await say(alias.stateMachineAliasArn)).toMatchObject({ output: '"two"' });
  });

  it('are authorised on the machine’s own ARN, with the qualifier as condition key', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, WAIT);
    await code(start(test.cloud, {}, { stateMachineArn: `${MACHINE}:live` }));
    expect(test.calls.at(-1)?.request).toMatchObject({
      action: 'states:StartExecution',
      resource: MACHINE,
      context: { 'states:StateMachineQualifier': 'live' },
    });
  });
});

describe('CreateStateMachine', () => {
  const create = async (definition: unknown) => {
    await using test = testCloud();
    test.cloud.register(createStatesService(test.cloud));
    const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
    const input = { name: 'machine', roleArn: ROLE, definition: text };
    return await test.cloud.call(ROOT, createStateMachine, input).then(
      () => 'ok',
      (error: unknown) => (error instanceof AwsError ? `${error.code}: ${error.message}` : error),
    );
  };
  const top = { QueryLanguage: 'JSONata', StartAt: 'A' };

  it('refuses what it would not run as AWS does, in words', async () => {
    expect(await create({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } })).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: 'the sandbox runs JSONata only: set "QueryLanguage": "JSONata" at the top (JSONPath is not offered)'"`,
    );
    expect(await create({ ...top, States: { A: { Type: 'Pass', Next: 'B' } } })).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A'"`,
    );
    expect(
      await create({ ...top, States: { A: { Type: 'Pass', InputPath: '$.a', End: true } } }),
    ).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Unrecognized key: "InputPath" at /States/A'"`,
    );
    expect(
      await create({
        ...top,
        States: { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
      }),
    ).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: '/States/A: the sandbox does not offer the task arn:aws:states:::sqs:sendMessage; add it in sandbox/services/states/tasks/'"`,
    );
    expect(
      await create({ ...top, States: { A: { Type: 'Pass', Output: '{% 1 + %}', End: true } } }),
    ).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: '/States/A/Output: Unexpected end of expression in the expression {% 1 + %}'"`,
    );
    expect(await create({ ...top, States: { A: { Type: 'Pass' } } })).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: '/States/A must have exactly one of "Next" and "End"'"`,
    );
    expect(
      await create({
        ...top,
        States: {
          A: {
            Type: 'Map',
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED' },
              StartAt: 'B',
              States: { B: { Type: 'Pass', End: true } },
            },
            End: true,
          },
        },
      }),
    ).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Invalid input: expected "INLINE" at /States/A/ItemProcessor/ProcessorConfig/Mode'"`,
    );
    expect(await create('{')).toMatchInlineSnapshot(
      `"InvalidDefinition: Invalid State Machine Definition: 'Expected property name or '}' in JSON at position 1 (line 1 column 2)'"`,
    );
  });

  it('answers the same machine for the same request, and refuses another one of its name', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, WAIT);
    await createMachine(test.cloud, WAIT);
    expect(await code(createMachine(test.cloud, { Other: { Type: 'Succeed' } }))).toBe(
      'StateMachineAlreadyExists',
    );
  });
});
