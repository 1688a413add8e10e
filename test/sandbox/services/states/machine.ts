import type { StartExecutionCommandInput } from '@aws-sdk/client-sfn';
import type { AnyOperation, Service } from '../../../../sandbox/cloud/service.ts';
import { AwsError } from '../../../../sandbox/cloud/aws-error.ts';
import type { Cloud } from '../../../../sandbox/cloud/cloud.ts';
import { executions } from '../../../../sandbox/services/states/executions.ts';
import {
  describeExecution,
  getExecutionHistory,
} from '../../../../sandbox/services/states/operations/describe-execution.ts';
import { startExecution } from '../../../../sandbox/services/states/operations/start-execution.ts';
import { createStateMachine } from '../../../../sandbox/services/states/operations/write-machines.ts';
import { createStatesService } from '../../../../sandbox/services/states/service.ts';
import { ACCOUNT, REGION, ROLE, ROOT } from '../test-cloud.ts';

export const MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:machine`;

export async function createMachine(
  cloud: Cloud,
  states: Readonly<Record<string, unknown>>,
  top: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (!cloud.services().some(({ name }) => name === 'states')) cloud.register(createStatesService(cloud));
  await cloud.call(ROOT, createStateMachine, {
    name: 'machine',
    roleArn: ROLE,
    definition: JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: Object.keys(states)[0],
      States: states,
      ...top,
    }),
  });
}

export async function start(
  cloud: Cloud,
  input: unknown = {},
  more: Partial<StartExecutionCommandInput> = {},
) {
  const { executionArn = '' } = await cloud.call(ROOT, startExecution, {
    stateMachineArn: MACHINE,
    input: JSON.stringify(input),
    ...more,
  });
  return executionArn;
}

/** Runs the machine once and answers how it ended. */
export async function execute(cloud: Cloud, input: unknown = {}) {
  const executionArn = await start(cloud, input);
  await executions(cloud).ended(executionArn);
  const { status, output, error, cause } = await cloud.call(ROOT, describeExecution, { executionArn });
  const { events = [] } = await cloud.call(ROOT, getExecutionHistory, { executionArn, maxResults: 1000 });
  return {
    status,
    output: output === undefined ? undefined : JSON.parse(output),
    error,
    cause,
    events,
    types: events.map(({ type }) => type),
  };
}

/** Stands for a service that the engine calls: answers, or throws, by operation. */
export function fakeService(
  name: string,
  handlers: Readonly<Record<string, (input: never) => unknown>>,
): Service {
  const operation = ([operationName, handle]: readonly [string, (input: never) => unknown]) =>
    [
      operationName,
      {
        service: name,
        name: operationName,
        authorize: () => [{ action: `${name}:${operationName}`, resource: '*' }],
        handle,
      } satisfies AnyOperation,
    ] as const;
  return { name, operations: Object.fromEntries(Object.entries(handlers).map(operation)) };
}

export function fakeLambda(run: (payload: never, name: string) => unknown): Service {
  return fakeService('lambda', {
    Invoke: async (input: { FunctionName: string; Payload: Uint8Array }) => {
      try {
        // The tests' functions know their payloads.
        const payload = JSON.parse(Buffer.from(input.Payload).toString()) as never;
        const answer = await run(payload, input.FunctionName);
        return {
          StatusCode: 200,
          ExecutedVersion: '$LATEST',
          Payload: Buffer.from(JSON.stringify(answer ?? null)),
        };
      } catch (error) {
        if (error instanceof AwsError || !(error instanceof Error)) throw error;
        const shown = { errorType: error.name, errorMessage: error.message };
        return { StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(shown)) };
      }
    },
  });
}

export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
