import type { Cloud } from '../../cloud/cloud.ts';
import { AwsError } from '../../cloud/aws-error.ts';
import { serviceRoleCaller } from '../../cloud/service-role.ts';
import type { Scope } from '../../cloud/store.ts';
import { parseDefinition } from './asl/parse-definition.ts';
import { StatesError } from './asl/states-error.ts';
import { endExecution, type ExecutionEnd } from './end-execution.ts';
import { ExecutionAborted } from './execution-aborted.ts';
import { History } from './execution/history.ts';
import { payloadText } from './execution/payload.ts';
import { runBranch } from './execution/run-branch.ts';
import { Variables } from './execution/variables.ts';
import { withTimeout } from './execution/with-timeout.ts';
import { type ExecutionRecord, executionKey } from './store.ts';
import { findIntegration } from './tasks/integrations.ts';

/** Runs an execution from its first state to its end, and writes the end; never throws. */
export async function runExecution(
  cloud: Cloud,
  scope: Scope,
  record: ExecutionRecord,
  signal: AbortSignal,
): Promise<void> {
  const history = new History(cloud, scope, executionKey(record), record.lastEvent);
  let end: ExecutionEnd;
  try {
    const output = await perform(cloud, { scope, record, history, signal });
    end = { status: 'SUCCEEDED', output: payloadText(output, 'execution') };
  } catch (error) {
    end = failedEnd(error, signal);
  }
  endExecution(cloud, { scope, record, history }, end);
}

type Performance = {
  readonly scope: Scope;
  readonly record: ExecutionRecord;
  readonly history: History;
  readonly signal: AbortSignal;
};

async function perform(cloud: Cloud, { scope, record, history, signal }: Performance): Promise<unknown> {
  signal.throwIfAborted();
  const definition = parseDefinition(record.definition, {
    isResource: (resource) => findIntegration(resource) !== undefined,
  });
  const caller = await serviceRoleCaller(cloud, {
    service: 'states.amazonaws.com',
    roleArn: record.roleArn,
    sessionName: record.name,
    region: scope.region,
    sourceArn: record.machineArn,
  });
  const limit = {
    clock: cloud.clock,
    seconds: definition.TimeoutSeconds,
    signal,
    timedOut: () => new MachineTimeout(),
  };
  const input: unknown = JSON.parse(record.input);
  return await withTimeout(limit, (both) => {
    const thread = { variables: new Variables(), signal: both, previous: 0 };
    return runBranch({ cloud, scope, execution: record, caller, history }, thread, definition, input);
  });
}

class MachineTimeout extends Error {}

function failedEnd(error: unknown, signal: AbortSignal): ExecutionEnd {
  if (signal.aborted && signal.reason instanceof ExecutionAborted) {
    return { status: 'ABORTED', ...signal.reason.reason };
  }
  if (error instanceof MachineTimeout) return { status: 'TIMED_OUT', error: 'States.Timeout' };
  if (error instanceof StatesError) return { status: 'FAILED', error: error.error, cause: error.causeText };
  if (error instanceof AwsError) return { status: 'FAILED', error: 'States.Runtime', cause: error.message };
  const cause = `a fault of the sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { status: 'FAILED', error: 'States.Runtime', cause };
}
