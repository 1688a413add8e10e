import type {
  GetQueryExecutionCommandOutput,
  QueryExecution,
  StartQueryExecutionCommandOutput,
} from '@aws-sdk/client-athena';
import { setTimeout as sleep } from 'node:timers/promises';
import { StatesError } from '../asl/states-error.ts';
import type { TaskCall } from './integrations.ts';
import { jsonValue } from './json-value.ts';
import { taskArguments, taskFailure } from './task-failure.ts';

const POLL_MS = 25;

/** `athena:startQueryExecution`: answers the id at once. */
export async function startQuery({ cloud, caller, input }: TaskCall): Promise<unknown> {
  try {
    const output = await cloud.dispatch(caller, 'athena', 'StartQueryExecution', taskArguments(input));
    // The operation's output, by the SDK's own shape.
    const { QueryExecutionId } = output as StartQueryExecutionCommandOutput;
    return { QueryExecutionId };
  } catch (error) {
    throw taskFailure('Athena', error);
  }
}

/** `.sync`: waits until the query has ended; the task's timeout and the execution's end stop the query. */
export async function runQuery(call: TaskCall): Promise<unknown> {
  const started = await startQuery(call);
  call.submitted(started);
  const id = String(Object(started).QueryExecutionId);
  try {
    for (;;) {
      call.signal.throwIfAborted();
      const execution = await describe(call, id);
      const result = { QueryExecution: jsonValue(execution, 'milliseconds') };
      switch (execution.Status?.State) {
        case 'SUCCEEDED':
          return result;
        case 'FAILED':
        case 'CANCELLED':
          throw new StatesError('States.TaskFailed', JSON.stringify(result));
        default:
          await sleep(POLL_MS);
      }
    }
  } catch (error) {
    if (call.signal.aborted) await stop(call, id);
    throw error;
  }
}

async function describe({ cloud, caller }: TaskCall, QueryExecutionId: string): Promise<QueryExecution> {
  try {
    const output = await cloud.dispatch(caller, 'athena', 'GetQueryExecution', { QueryExecutionId });
    // The operation's output, by the SDK's own shape.
    return (output as GetQueryExecutionCommandOutput).QueryExecution ?? {};
  } catch (error) {
    throw taskFailure('Athena', error);
  }
}

/** As far as the role may: the execution has ended in any case. */
async function stop({ cloud, caller }: TaskCall, QueryExecutionId: string): Promise<void> {
  await cloud.dispatch(caller, 'athena', 'StopQueryExecution', { QueryExecutionId }).catch(() => undefined);
}
