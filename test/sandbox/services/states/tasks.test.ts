import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import { createLambdaService } from '../../../../sandbox/services/lambda/service.ts';
import { createFunction } from '../../../../sandbox/services/lambda/operations/create-function.ts';
import { zip } from '../lambda/zip.ts';
import { ROLE, ROOT, testCloud } from '../test-cloud.ts';
import { createMachine, execute, fakeService, MACHINE } from './machine.ts';

const QUERY = 'arn:aws:states:::athena:startQueryExecution.sync';

function athena(states: readonly string[]) {
  const left = [...states];
  const stopped: string[] = [];
  const service = fakeService('athena', {
    StartQueryExecution: () => ({ QueryExecutionId: 'q-1' }),
    GetQueryExecution: () => ({
      QueryExecution: {
        QueryExecutionId: 'q-1',
        Status: { State: left.length > 1 ? left.shift() : left[0], SubmissionDateTime: new Date(1000) },
        Statistics: { DataScannedInBytes: 5 },
      },
    }),
    StopQueryExecution: (input: { QueryExecutionId: string }) => stopped.push(input.QueryExecutionId),
  });
  return { service, stopped };
}

const queryState = { Type: 'Task', Resource: QUERY, Arguments: { QueryString: 'SELECT 1' }, End: true };

describe('lambda:invoke', () => {
  it('calls a real function as the machine’s role and names the error that it throws', async () => {
    await using test = testCloud({ realTime: true });
    test.cloud.register(createLambdaService(test.cloud));
    await test.cloud.call(ROOT, createFunction, {
      FunctionName: 'gate',
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Handler: 'index.handler',
      Code: {
        ZipFile: zip({
          'index.mjs': `export const handler = async (event) => {
            if (event.bad) throw Object.assign(new Error('2 checks'), { name: 'ChecksFailed' });
            return { got: event };
          };`,
        }),
      },
    });
    await createMachine(test.cloud, {
      Gate: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'gate', Payload: '{% $states.input %}' },
        Output: '{% $states.result.Payload %}',
        Catch: [{ ErrorEquals: ['ChecksFailed'], Next: 'Refused' }],
        End: true,
      },
      Refused: { Type: 'Fail', Error: '{% $states.input.Error %}', Cause: '{% $states.input.Cause %}' },
    });
    expect(await execute(test.cloud, { n: 1 })).toMatchObject({
      status: 'SUCCEEDED',
      output: { got: { n: 1 } },
      types: [
        'ExecutionStarted',
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSucceeded',
        'TaskStateExited',
        'ExecutionSucceeded',
      ],
    });
    const refused = await execute(test.cloud, { bad: true });
    expect(refused.error).toBe('ChecksFailed');
    expect(JSON.parse(refused.cause ?? '')).toMatchObject({
      errorType: 'ChecksFailed',
      errorMessage: '2 checks',
    });
    const asked = test.calls.filter(({ request }) => request.action === 'lambda:InvokeFunction');
    expect(asked[0]?.caller.principal).toMatchObject({ kind: 'role', arn: ROLE });
  });

  it('fails with Lambda.AccessDeniedException where the role may not invoke', async () => {
    await using test = testCloud({ allows: (_, { action }) => action !== 'lambda:InvokeFunction' });
    test.cloud.register(createLambdaService(test.cloud));
    await createMachine(test.cloud, {
      Gate: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'g' },
        End: true,
      },
    });
    expect(await execute(test.cloud)).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.AccessDeniedException',
    });
  });

  it('takes no role that does not trust Step Functions, nor one that does so no more', async () => {
    let trusts = true;
    await using test = testCloud({ allows: (_, { action }) => trusts || action !== 'sts:AssumeRole' });
    await createMachine(test.cloud, { Only: { Type: 'Succeed' } });
    trusts = false;
    await expect(createMachine(test.cloud, { Only: { Type: 'Succeed' } })).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
    const { status, cause } = await execute(test.cloud);
    expect(status).toBe('FAILED');
    expect(cause).toContain('states.amazonaws.com cannot assume the role');
  });
});

describe('athena:startQueryExecution.sync', () => {
  it('waits for the query and answers its execution', async () => {
    await using test = testCloud();
    test.cloud.register(athena(['QUEUED', 'RUNNING', 'SUCCEEDED']).service);
    await createMachine(test.cloud, { Query: queryState });
    const { output, types, events } = await execute(test.cloud);
    expect(output).toEqual({
      QueryExecution: {
        QueryExecutionId: 'q-1',
        Status: { State: 'SUCCEEDED', SubmissionDateTime: 1000 },
        Statistics: { DataScannedInBytes: 5 },
      },
    });
    expect(types).toContain('TaskSubmitted');
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'athena',
      resource: 'startQueryExecution.sync',
      region: 'eu-west-1',
    });
  });

  it('fails with States.TaskFailed and the query’s execution as its cause', async () => {
    await using test = testCloud();
    test.cloud.register(athena(['FAILED']).service);
    await createMachine(test.cloud, { Query: queryState });
    const { error, cause } = await execute(test.cloud);
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause ?? '').QueryExecution.Status.State).toBe('FAILED');
  });

  it('names a refused submission after Athena’s exception', async () => {
    await using test = testCloud();
    test.cloud.register(
      fakeService('athena', {
        StartQueryExecution: () => {
          throw new AwsError('TooManyRequestsException', 'slow down', { status: 429 });
        },
      }),
    );
    await createMachine(test.cloud, { Query: queryState });
    expect(await execute(test.cloud)).toMatchObject({
      error: 'Athena.TooManyRequestsException',
      cause: 'slow down (Service: Athena, Status Code: 429)',
    });
  });

  it('stops the query when the machine’s time is over', async () => {
    await using test = testCloud();
    const { service, stopped } = athena(['RUNNING']);
    test.cloud.register(service);
    await createMachine(test.cloud, { Query: queryState }, { TimeoutSeconds: 60 });
    const ended = execute(test.cloud);
    setTimeout(() => test.advance(61_000), 50);
    const { status, types } = await ended;
    expect(status).toBe('TIMED_OUT');
    expect(types.at(-1)).toBe('ExecutionTimedOut');
    await expect.poll(() => stopped).toEqual(['q-1']);
  });
});

describe('other services', () => {
  it('puts events with an object as detail, and fails when one is refused', async () => {
    await using test = testCloud();
    let failing = 0;
    const seen: unknown[] = [];
    test.cloud.register(
      fakeService('events', {
        PutEvents: (input) => {
          seen.push(input);
          return { FailedEntryCount: failing, Entries: [{ EventId: 'e' }] };
        },
      }),
    );
    await createMachine(test.cloud, {
      Tell: {
        Type: 'Task',
        Resource: 'arn:aws:states:::events:putEvents',
        Arguments: { Entries: [{ Source: 's', DetailType: 't', Detail: { a: '{% $states.input.a %}' } }] },
        End: true,
      },
    });
    expect((await execute(test.cloud, { a: 1 })).status).toBe('SUCCEEDED');
    expect(seen).toEqual([{ Entries: [{ Source: 's', DetailType: 't', Detail: '{"a":1}' }] }]);
    failing = 1;
    expect((await execute(test.cloud, { a: 1 })).error).toBe('EventBridge.FailedEntry');
  });

  it('calls any operation through aws-sdk, with its errors named as Step Functions names them', async () => {
    await using test = testCloud();
    test.cloud.register(
      fakeService('s3', {
        GetObject: (input: { Key: string }) => {
          if (input.Key === 'none')
            throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
          return { Body: Buffer.from('text'), LastModified: new Date(0), ETag: undefined };
        },
      }),
    );
    await createMachine(test.cloud, {
      Get: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
        Arguments: { Bucket: 'b', Key: '{% $states.input %}' },
        End: true,
      },
    });
    expect((await execute(test.cloud, 'k')).output).toEqual({
      Body: 'text',
      LastModified: '1970-01-01T00:00:00.000Z',
    });
    expect(await execute(test.cloud, 'none')).toMatchObject({
      error: 'S3.NoSuchKeyException',
      cause: 'The specified key does not exist. (Service: S3, Status Code: 404)',
    });
  });

  it('waits for an execution that it starts, deeper than the number of executions at once', async () => {
    await using test = testCloud();
    await createMachine(test.cloud, {
      Deeper: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.depth = 0 %}', Next: 'Bottom' }],
        Default: 'Child',
      },
      Bottom: { Type: 'Succeed', Output: { depth: 0 } },
      Child: {
        Type: 'Task',
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Arguments: { StateMachineArn: MACHINE, Input: { depth: '{% $states.input.depth - 1 %}' } },
        Output: { depth: '{% $states.result.Output.depth + 1 %}' },
        End: true,
      },
    });
    expect((await execute(test.cloud, { depth: 8 })).output).toEqual({ depth: 8 });
  });
});
