import type {
  DescribeExecutionCommandInput,
  DescribeExecutionCommandOutput,
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput,
  StopExecutionCommandInput,
  StopExecutionCommandOutput,
} from '@aws-sdk/client-sfn';
import { defineOperation } from '../../../cloud/operation.ts';
import { executionRequest, requireExecution } from '../execution-address.ts';
import { executions } from '../executions.ts';
import { page } from '../page.ts';
import { executionKey, statesStore } from '../store.ts';

export const describeExecution = defineOperation<
  DescribeExecutionCommandInput,
  DescribeExecutionCommandOutput
>({
  service: 'states',
  name: 'DescribeExecution',
  authorize: (input) => [executionRequest('DescribeExecution', input.executionArn)],
  handle: (input, { cloud }) => {
    const { record } = requireExecution(cloud, input.executionArn);
    const whole = { included: true };
    return {
      executionArn: record.arn,
      stateMachineArn: record.machineArn,
      name: record.name,
      status: record.status,
      startDate: new Date(record.startDate),
      ...(record.stopDate !== undefined && { stopDate: new Date(record.stopDate) }),
      input: record.input,
      inputDetails: whole,
      ...(record.output !== undefined && { output: record.output, outputDetails: whole }),
      ...(record.error !== undefined && { error: record.error }),
      ...(record.cause !== undefined && { cause: record.cause }),
      ...(record.versionArn !== undefined && { stateMachineVersionArn: record.versionArn }),
      ...(record.aliasArn !== undefined && { stateMachineAliasArn: record.aliasArn }),
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE' as const,
      redriveStatusReason: 'the sandbox does not offer redrive',
    };
  },
});

export const getExecutionHistory = defineOperation<
  GetExecutionHistoryCommandInput,
  GetExecutionHistoryCommandOutput
>({
  service: 'states',
  name: 'GetExecutionHistory',
  authorize: (input) => [executionRequest('GetExecutionHistory', input.executionArn)],
  handle: (input, { cloud }) => {
    const { scope, record } = requireExecution(cloud, input.executionArn);
    const events = statesStore(cloud)
      .history.list(scope, `${executionKey(record)}/`)
      .map(([, event]) => ({ ...event, timestamp: new Date(event.timestamp) }));
    const { items, nextToken } = page(input.reverseOrder ? events.toReversed() : events, input);
    return { events: [...items], ...(nextToken !== undefined && { nextToken }) };
  },
});

export const stopExecution = defineOperation<StopExecutionCommandInput, StopExecutionCommandOutput>({
  service: 'states',
  name: 'StopExecution',
  authorize: (input) => [executionRequest('StopExecution', input.executionArn)],
  handle: async (input, { cloud, now }) => {
    const { record } = requireExecution(cloud, input.executionArn);
    const { error, cause } = input;
    executions(cloud).abort(record.arn, {
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    await executions(cloud).ended(record.arn);
    const { stopDate } = requireExecution(cloud, record.arn).record;
    return { stopDate: stopDate === undefined ? now : new Date(stopDate) };
  },
});
