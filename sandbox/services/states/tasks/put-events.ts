import type { PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import { StatesError } from '../asl/states-error.ts';
import type { TaskCall } from './integrations.ts';
import { taskArguments, taskFailure } from './task-failure.ts';

/** `events:putEvents`: `Detail` may be an object; one refused entry fails the task. */
export async function putEvents({ cloud, caller, input }: TaskCall): Promise<unknown> {
  const { Entries } = taskArguments(input);
  const entries = Array.isArray(Entries) ? Entries.map(withTextDetail) : [];
  let output: PutEventsCommandOutput;
  try {
    // The operation's output, by the SDK's own shape.
    output = (await cloud.dispatch(caller, 'events', 'PutEvents', {
      Entries: entries,
    })) as PutEventsCommandOutput;
  } catch (error) {
    throw taskFailure('EventBridge', error);
  }
  if (output.FailedEntryCount) throw new StatesError('EventBridge.FailedEntry', JSON.stringify(output));
  return { Entries: output.Entries, FailedEntryCount: 0 };
}

function withTextDetail(entry: unknown): unknown {
  const { Detail, ...rest } = taskArguments(entry);
  return { ...rest, Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail) };
}
