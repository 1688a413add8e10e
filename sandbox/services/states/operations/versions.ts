import type {
  DeleteStateMachineVersionCommandInput,
  DeleteStateMachineVersionCommandOutput,
  ListStateMachineVersionsCommandInput,
  ListStateMachineVersionsCommandOutput,
  PublishStateMachineVersionCommandInput,
  PublishStateMachineVersionCommandOutput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { machineAddress, machineRequest, requireMachine, requireVersion } from '../machine-address.ts';
import { page } from '../page.ts';
import { publishVersion } from '../publish-version.ts';
import { statesStore } from '../store.ts';

export const publishStateMachineVersion = defineOperation<
  PublishStateMachineVersionCommandInput,
  PublishStateMachineVersionCommandOutput
>({
  service: 'states',
  name: 'PublishStateMachineVersion',
  authorize: (input) => [machineRequest('PublishStateMachineVersion', input.stateMachineArn)],
  handle: (input, { cloud }) => {
    const address = machineAddress(input.stateMachineArn);
    const machine = requireMachine(cloud, address);
    if (input.revisionId !== undefined && input.revisionId !== machine.revisionId) {
      throw new AwsError('ConflictException', `Given revisionId ${input.revisionId} is not the current one.`);
    }
    const version = publishVersion(cloud, address.scope, machine, input.description);
    return { stateMachineVersionArn: version.arn, creationDate: new Date(version.createdAt) };
  },
});

export const listStateMachineVersions = defineOperation<
  ListStateMachineVersionsCommandInput,
  ListStateMachineVersionsCommandOutput
>({
  service: 'states',
  name: 'ListStateMachineVersions',
  authorize: (input) => [machineRequest('ListStateMachineVersions', input.stateMachineArn)],
  handle: (input, { cloud }) => {
    const address = machineAddress(input.stateMachineArn);
    requireMachine(cloud, address);
    const all = statesStore(cloud)
      .versions.list(address.scope, `${address.name}:`)
      .map(([, version]) => version)
      .toSorted((a, b) => b.number - a.number);
    const { items, nextToken } = page(all, input);
    return {
      stateMachineVersions: items.map(({ arn, createdAt }) => ({
        stateMachineVersionArn: arn,
        creationDate: new Date(createdAt),
      })),
      ...(nextToken !== undefined && { nextToken }),
    };
  },
});

export const deleteStateMachineVersion = defineOperation<
  DeleteStateMachineVersionCommandInput,
  DeleteStateMachineVersionCommandOutput
>({
  service: 'states',
  name: 'DeleteStateMachineVersion',
  authorize: (input) => [machineRequest('DeleteStateMachineVersion', input.stateMachineVersionArn)],
  handle: (input, { cloud }) => {
    const address = machineAddress(input.stateMachineVersionArn);
    const version = requireVersion(cloud, address);
    const user = statesStore(cloud)
      .aliases.list(address.scope, `${address.name}:`)
      .find(([, { routing }]) => routing.some(({ stateMachineVersionArn: arn }) => arn === version.arn));
    if (user) {
      throw new AwsError(
        'ConflictException',
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${user[1].name}]`,
      );
    }
    statesStore(cloud).versions.delete(address.scope, `${address.name}:${address.qualifier}`);
    return {};
  },
});
