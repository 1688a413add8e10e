import type { ListExecutionsCommandInput, ListExecutionsCommandOutput } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { machineAddress, machineRequest, requireMachine } from '../machine-address.ts';
import { page } from '../page.ts';
import { statesStore } from '../store.ts';

/** Newest first. */
export const listExecutions = defineOperation<ListExecutionsCommandInput, ListExecutionsCommandOutput>({
  service: 'states',
  name: 'ListExecutions',
  authorize: (input) => [machineRequest('ListExecutions', input.stateMachineArn)],
  handle: (input, { cloud }) => {
    if (input.mapRunArn !== undefined) throw new AwsError('ResourceNotFound', 'the sandbox has no map runs');
    const address = machineAddress(input.stateMachineArn);
    requireMachine(cloud, address);
    const all = statesStore(cloud)
      .executions.list(address.scope, `${address.name}:`)
      .map(([, record]) => record)
      .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
      .filter(
        ({ aliasArn, versionArn }) =>
          address.qualifier === undefined || [aliasArn, versionArn].includes(input.stateMachineArn),
      )
      .toSorted((a, b) => b.startDate.localeCompare(a.startDate));
    const { items, nextToken } = page(all, input);
    return {
      executions: items.map((record) => ({
        executionArn: record.arn,
        stateMachineArn: record.machineArn,
        name: record.name,
        status: record.status,
        startDate: new Date(record.startDate),
        ...(record.stopDate !== undefined && { stopDate: new Date(record.stopDate) }),
        ...(record.versionArn !== undefined && { stateMachineVersionArn: record.versionArn }),
        ...(record.aliasArn !== undefined && { stateMachineAliasArn: record.aliasArn }),
      })),
      ...(nextToken !== undefined && { nextToken }),
    };
  },
});
