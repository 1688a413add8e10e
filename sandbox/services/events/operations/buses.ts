import type {
  CreateEventBusCommandInput,
  CreateEventBusCommandOutput,
  DeleteEventBusCommandInput,
  DeleteEventBusCommandOutput,
  DescribeEventBusCommandInput,
  DescribeEventBusCommandOutput,
  ListEventBusesCommandInput,
  ListEventBusesCommandOutput,
  UpdateEventBusCommandInput,
  UpdateEventBusCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { andTag } from '../../../cloud/and-tag.ts';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { busAddress, findBus, requireBus } from '../bus-address.ts';
import { busRequest } from '../requests.ts';
import { type BusRecord, eventsStore } from '../store.ts';

const NAME = /^[\w./-]{1,256}$/;

export const createEventBus = defineOperation<CreateEventBusCommandInput, CreateEventBusCommandOutput>({
  service: 'events',
  name: 'CreateEventBus',
  authorize: (input, context) =>
    andTag(busRequest('CreateEventBus', input.Name, context), 'events:TagResource', input.Tags),
  handle: (input, { cloud, now, accountId, region }) => {
    const scope = { accountId, region };
    const { name, arn } = busAddress(scope, input.Name);
    if (!NAME.test(name)) throw invalid(`${JSON.stringify(input.Name)} is not a name for an event bus`);
    if (findBus(cloud, scope, name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    if (input.EventSourceName !== undefined || input.DeadLetterConfig?.Arn !== undefined || input.LogConfig) {
      throw invalid(
        'the sandbox does not offer partner event sources, dead letter queues and logs of event buses',
      );
    }
    const record: BusRecord = {
      name,
      arn,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: input.KmsKeyIdentifier }),
      tags: input.Tags ?? [],
      createdAt: now.toISOString(),
      modifiedAt: now.toISOString(),
    };
    eventsStore(cloud).buses.put(scope, name, record);
    return { EventBusArn: arn, ...described(record) };
  },
});

export const updateEventBus = defineOperation<UpdateEventBusCommandInput, UpdateEventBusCommandOutput>({
  service: 'events',
  name: 'UpdateEventBus',
  authorize: (input, context) => [busRequest('UpdateEventBus', input.Name, context)],
  handle: (input, { cloud, now, accountId, region }) => {
    const { scope, record: before } = requireBus(cloud, { accountId, region }, input.Name);
    if (input.DeadLetterConfig?.Arn !== undefined || input.LogConfig) {
      throw invalid('the sandbox does not offer dead letter queues and logs of event buses');
    }
    const record = {
      ...before,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: input.KmsKeyIdentifier }),
      modifiedAt: now.toISOString(),
    };
    eventsStore(cloud).buses.put(scope, record.name, record);
    return { Arn: record.arn, Name: record.name, ...described(record) };
  },
});

/** The default bus cannot be deleted, nor one that has rules; a bus that is not there is no error, as on AWS. */
export const deleteEventBus = defineOperation<DeleteEventBusCommandInput, DeleteEventBusCommandOutput>({
  service: 'events',
  name: 'DeleteEventBus',
  authorize: (input, context) => [busRequest('DeleteEventBus', input.Name, context)],
  handle: (input, { cloud, accountId, region }) => {
    const scope = { accountId, region };
    const { name } = busAddress(scope, input.Name);
    if (name === 'default') throw invalid('Cannot delete event bus default.');
    if (eventsStore(cloud).rules.list(scope, `${name}/`).length > 0) {
      throw invalid(`Event bus ${name} cannot be deleted while it has rules.`);
    }
    eventsStore(cloud).buses.delete(scope, name);
    return {};
  },
});

export const describeEventBus = defineOperation<DescribeEventBusCommandInput, DescribeEventBusCommandOutput>({
  service: 'events',
  name: 'DescribeEventBus',
  authorize: (input, context) => [busRequest('DescribeEventBus', input.Name, context)],
  handle: (input, { cloud, accountId, region }) => {
    const { record } = requireBus(cloud, { accountId, region }, input.Name);
    return {
      Name: record.name,
      Arn: record.arn,
      ...described(record),
      ...(record.policy && { Policy: JSON.stringify(record.policy) }),
      CreationTime: new Date(record.createdAt),
      LastModifiedTime: new Date(record.modifiedAt),
    };
  },
});

export const listEventBuses = defineOperation<ListEventBusesCommandInput, ListEventBusesCommandOutput>({
  service: 'events',
  name: 'ListEventBuses',
  authorize: () => [{ action: 'events:ListEventBuses', resource: '*' }],
  handle: (input, { cloud, accountId, region }) => {
    const scope = { accountId, region };
    const own = eventsStore(cloud)
      .buses.list(scope)
      .map(([, record]) => record);
    const all = own.some(({ name }) => name === 'default')
      ? own
      : [requireBus(cloud, scope, 'default').record, ...own];
    const buses = all.filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
    return {
      EventBuses: buses.map((record) => ({ Name: record.name, Arn: record.arn, ...described(record) })),
    };
  },
});

function described({ description, kmsKeyIdentifier }: BusRecord) {
  return {
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: kmsKeyIdentifier }),
  };
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
