import type {
  CreateStateMachineAliasCommandInput,
  CreateStateMachineAliasCommandOutput,
  DeleteStateMachineAliasCommandInput,
  DeleteStateMachineAliasCommandOutput,
  DescribeStateMachineAliasCommandInput,
  DescribeStateMachineAliasCommandOutput,
  ListStateMachineAliasesCommandInput,
  ListStateMachineAliasesCommandOutput,
  RoutingConfigurationListItem,
  UpdateStateMachineAliasCommandInput,
  UpdateStateMachineAliasCommandOutput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../../cloud/aws-error.ts';
import type { Cloud } from '../../../cloud/cloud.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import {
  type MachineAddress,
  machineAddress,
  machineRequest,
  requireAlias,
  requireMachine,
  requireVersion,
} from '../machine-address.ts';
import { requireName } from '../name-rules.ts';
import { page } from '../page.ts';
import { type AliasRecord, statesStore } from '../store.ts';

export const createStateMachineAlias = defineOperation<
  CreateStateMachineAliasCommandInput,
  CreateStateMachineAliasCommandOutput
>({
  service: 'states',
  name: 'CreateStateMachineAlias',
  authorize: (input) => [
    machineRequest('CreateStateMachineAlias', machineAddress(firstRoute(input.routingConfiguration)).arn),
  ],
  handle: (input, { cloud, now }) => {
    const { scope, name: machine, arn } = machineAddress(firstRoute(input.routingConfiguration));
    const name = requireAliasName(input.name);
    const routing = checkedRouting(cloud, { scope, name: machine, arn }, input.routingConfiguration);
    const key = `${machine}:${name}`;
    const before = statesStore(cloud).aliases.get(scope, key);
    if (before && JSON.stringify(before.routing) !== JSON.stringify(routing)) {
      throw new AwsError('ConflictException', `Alias already exists: ${before.arn}`);
    }
    const record: AliasRecord = before ?? {
      name,
      arn: `${arn}:${name}`,
      ...(input.description !== undefined && { description: input.description }),
      routing,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    };
    statesStore(cloud).aliases.put(scope, key, record);
    return { stateMachineAliasArn: record.arn, creationDate: new Date(record.createdAt) };
  },
});

export const updateStateMachineAlias = defineOperation<
  UpdateStateMachineAliasCommandInput,
  UpdateStateMachineAliasCommandOutput
>({
  service: 'states',
  name: 'UpdateStateMachineAlias',
  authorize: (input) => [machineRequest('UpdateStateMachineAlias', input.stateMachineAliasArn)],
  handle: (input, { cloud, now }) => {
    const address = machineAddress(input.stateMachineAliasArn);
    const before = requireAlias(cloud, address);
    const record: AliasRecord = {
      ...before,
      ...(input.description !== undefined && { description: input.description }),
      ...(input.routingConfiguration && {
        routing: checkedRouting(cloud, address, input.routingConfiguration),
      }),
      updatedAt: now.toISOString(),
    };
    statesStore(cloud).aliases.put(address.scope, `${address.name}:${record.name}`, record);
    return { updateDate: now };
  },
});

export const describeStateMachineAlias = defineOperation<
  DescribeStateMachineAliasCommandInput,
  DescribeStateMachineAliasCommandOutput
>({
  service: 'states',
  name: 'DescribeStateMachineAlias',
  authorize: (input) => [machineRequest('DescribeStateMachineAlias', input.stateMachineAliasArn)],
  handle: (input, { cloud }) => {
    const record = requireAlias(cloud, machineAddress(input.stateMachineAliasArn));
    return {
      stateMachineAliasArn: record.arn,
      name: record.name,
      ...(record.description !== undefined && { description: record.description }),
      routingConfiguration: [...record.routing],
      creationDate: new Date(record.createdAt),
      updateDate: new Date(record.updatedAt),
    };
  },
});

export const deleteStateMachineAlias = defineOperation<
  DeleteStateMachineAliasCommandInput,
  DeleteStateMachineAliasCommandOutput
>({
  service: 'states',
  name: 'DeleteStateMachineAlias',
  authorize: (input) => [machineRequest('DeleteStateMachineAlias', input.stateMachineAliasArn)],
  handle: (input, { cloud }) => {
    const address = machineAddress(input.stateMachineAliasArn);
    requireAlias(cloud, address);
    statesStore(cloud).aliases.delete(address.scope, `${address.name}:${address.qualifier}`);
    return {};
  },
});

export const listStateMachineAliases = defineOperation<
  ListStateMachineAliasesCommandInput,
  ListStateMachineAliasesCommandOutput
>({
  service: 'states',
  name: 'ListStateMachineAliases',
  authorize: (input) => [machineRequest('ListStateMachineAliases', input.stateMachineArn)],
  handle: (input, { cloud }) => {
    const address = machineAddress(input.stateMachineArn);
    requireMachine(cloud, address);
    const all = statesStore(cloud).aliases.list(address.scope, `${address.name}:`);
    const { items, nextToken } = page(all, input);
    return {
      stateMachineAliases: items.map(([, { arn, createdAt }]) => ({
        stateMachineAliasArn: arn,
        creationDate: new Date(createdAt),
      })),
      ...(nextToken !== undefined && { nextToken }),
    };
  },
});

function firstRoute(routing: readonly RoutingConfigurationListItem[] | undefined): string | undefined {
  return routing?.[0]?.stateMachineVersionArn;
}

/** A name of digits would look like a version. */
function requireAliasName(name: string | undefined): string {
  const checked = requireName(name, 'an alias');
  if (/^[A-Za-z_][\w.-]*$/.test(checked)) return checked;
  throw new AwsError('InvalidName', `Invalid Name: '${checked}' is not a name for an alias`);
}

function checkedRouting(
  cloud: Cloud,
  machine: MachineAddress,
  routing: readonly RoutingConfigurationListItem[] | undefined,
): AliasRecord['routing'] {
  const routes = (routing ?? []).map(({ stateMachineVersionArn, weight }) => {
    const address = machineAddress(stateMachineVersionArn);
    if (address.arn !== machine.arn) invalid('all versions must be of one state machine');
    return { stateMachineVersionArn: requireVersion(cloud, address).arn, weight: weight ?? 0 };
  });
  if (routes.length < 1 || routes.length > 2) invalid('an alias points to one or two versions');
  if (routes.reduce((sum, { weight }) => sum + weight, 0) !== 100) invalid('the weights must add up to 100');
  return routes;
}

function invalid(why: string): never {
  throw new AwsError('ValidationException', `Invalid routing configuration: ${why}`);
}
