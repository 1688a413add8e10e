import { randomUUID } from 'node:crypto';
import type { StartExecutionCommandInput, StartExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { Scope } from '../../../cloud/store.ts';
import { History } from '../execution/history.ts';
import { PAYLOAD_BYTES_MAX } from '../execution/payload.ts';
import { executions } from '../executions.ts';
import { machineAddress, machineRequest, machineTarget } from '../machine-address.ts';
import { requireName } from '../name-rules.ts';
import { emitStatusChange } from '../status-change.ts';
import { type ExecutionRecord, executionKey, statesStore } from '../store.ts';

type Output = Omit<StartExecutionCommandOutput, '$metadata'>;

export const startExecution = defineOperation<StartExecutionCommandInput, StartExecutionCommandOutput>({
  service: 'states',
  name: 'StartExecution',
  authorize: (input) => [machineRequest('StartExecution', input.stateMachineArn)],
  handle: (input, context) => start(input, context, false),
});

/** As `StartExecution`, for a parent that waits: not counted among the executions that run at once. */
export const startNestedExecution: typeof startExecution = {
  ...startExecution,
  handle: (input, context) => start(input, context, true),
};

/**
 * Idempotent by name while the execution runs: the same input answers the same execution; anything else under
 * a name that was used is refused.
 */
function start(input: StartExecutionCommandInput, context: RequestContext, nested: boolean): Output {
  const { cloud } = context;
  const address = machineAddress(input.stateMachineArn);
  const text = inputText(input.input);
  const target = machineTarget(cloud, address);
  const name = requireName(input.name ?? randomUUID(), 'an execution');
  const { accountId, region } = address.scope;
  const arn = `arn:aws:states:${region}:${accountId}:execution:${address.name}:${name}`;
  const before = statesStore(cloud).executions.get(address.scope, `${address.name}:${name}`);
  if (before) return repeated(before, text);
  executions(cloud).requireRoom(nested);
  const record: ExecutionRecord = {
    name,
    arn,
    machineArn: address.arn,
    machineName: address.name,
    ...(target.versionArn !== undefined && { versionArn: target.versionArn }),
    ...(target.aliasArn !== undefined && { aliasArn: target.aliasArn }),
    definition: target.definition,
    roleArn: target.roleArn,
    status: 'RUNNING',
    startDate: context.now.toISOString(),
    input: text,
    lastEvent: 1,
  };
  write(context, address.scope, record);
  executions(cloud).add(address.scope, record, nested);
  return { executionArn: arn, startDate: new Date(record.startDate) };
}

function write({ cloud }: RequestContext, scope: Scope, record: ExecutionRecord): void {
  cloud.store.transaction(() => {
    statesStore(cloud).executions.put(scope, executionKey(record), record);
    new History(cloud, scope, executionKey(record)).record('ExecutionStarted', 0, {
      executionStartedEventDetails: {
        input: record.input,
        inputDetails: { truncated: false },
        roleArn: record.roleArn,
        ...(record.aliasArn !== undefined && { stateMachineAliasArn: record.aliasArn }),
        ...(record.versionArn !== undefined && { stateMachineVersionArn: record.versionArn }),
      },
    });
    emitStatusChange(cloud, scope, record);
  });
}

function repeated(before: ExecutionRecord, input: string): Output {
  if (before.status === 'RUNNING' && before.input === input) {
    return { executionArn: before.arn, startDate: new Date(before.startDate) };
  }
  throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${before.arn}'`);
}

function inputText(input: string | undefined): string {
  const text = input ?? '{}';
  if (Buffer.byteLength(text) > PAYLOAD_BYTES_MAX) {
    throw new AwsError('InvalidExecutionInput', `the input is larger than ${PAYLOAD_BYTES_MAX} bytes`);
  }
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${error instanceof Error ? error.message : ''}'`,
    );
  }
}
