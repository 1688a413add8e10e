import type { StartExecutionCommandInput, StartExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { requireArn } from '../../../cloud/arn.ts';
import { StatesError } from '../asl/states-error.ts';
import { executions } from '../executions.ts';
import { startExecution, startNestedExecution } from '../operations/start-execution.ts';
import { describeExecution } from '../operations/describe-execution.ts';
import type { TaskCall } from './integrations.ts';
import { jsonValue } from './json-value.ts';
import { taskArguments, taskFailure, textArgument } from './task-failure.ts';

type Started = Omit<StartExecutionCommandOutput, '$metadata'>;

/** `states:startExecution`: answers the execution at once. */
export async function startExecutionTask(call: TaskCall): Promise<unknown> {
  return shown(await start(call, startExecution));
}

/**
 * `.sync` and `.sync:2`: waits for the execution to end; the second form answers its output parsed.
 * The child runs beside the limit on executions at once: its parent would wait for it for ever.
 */
export async function runExecution(call: TaskCall): Promise<unknown> {
  const started = await start(call, startNestedExecution);
  call.submitted(shown(started));
  const arn = String(started.executionArn);
  const { accountId, region } = requireArn(arn, 'executionArn');
  await executions(call.cloud).ended(arn, call.signal);
  const described = await call.cloud
    .call({ ...call.caller, accountId, region }, describeExecution, { executionArn: arn })
    .catch((error: unknown) => Promise.reject(taskFailure('StepFunctions', error)));
  const result = largeLetters(jsonValue(described, 'milliseconds'));
  if (described.status !== 'SUCCEEDED') throw new StatesError('States.TaskFailed', JSON.stringify(result));
  if (!call.resource.endsWith(':2')) return result;
  return { ...Object(result), Output: JSON.parse(described.output ?? 'null') };
}

async function start(call: TaskCall, operation: typeof startExecution): Promise<Started> {
  const task = taskArguments(call.input);
  const { Input } = task;
  const name = textArgument(task, 'Name');
  const input: StartExecutionCommandInput = {
    stateMachineArn: textArgument(task, 'StateMachineArn'),
    input: typeof Input === 'string' ? Input : JSON.stringify(Input ?? {}),
    ...(name !== undefined && { name }),
  };
  try {
    return await call.cloud.call(call.caller, operation, input);
  } catch (error) {
    throw taskFailure('StepFunctions', error);
  }
}

function shown({ executionArn, startDate }: Started): unknown {
  return { ExecutionArn: executionArn, StartDate: startDate?.getTime() };
}

function largeLetters(value: unknown): unknown {
  return Object.fromEntries(
    Object.entries(Object(value)).map(([key, each]) => [key.charAt(0).toUpperCase() + key.slice(1), each]),
  );
}
