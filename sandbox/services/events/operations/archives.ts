import type {
  CreateArchiveCommandInput,
  CreateArchiveCommandOutput,
  DeleteArchiveCommandInput,
  DeleteArchiveCommandOutput,
  DescribeArchiveCommandInput,
  DescribeArchiveCommandOutput,
  UpdateArchiveCommandInput,
  UpdateArchiveCommandOutput,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import type { Scope } from '../../../cloud/store.ts';
import { requireBus } from '../bus-address.ts';
import { parsePattern } from '../parse-pattern.ts';
import { type ArchiveRecord, eventsStore } from '../store.ts';

const NAME = /^[\w.-]{1,48}$/;

export const createArchive = defineOperation<CreateArchiveCommandInput, CreateArchiveCommandOutput>({
  service: 'events',
  name: 'CreateArchive',
  authorize: (input, context) => [request('CreateArchive', input.ArchiveName, context)],
  handle: (input, context) => {
    const { cloud, accountId, region, now } = context;
    const scope = { accountId, region };
    const name = input.ArchiveName ?? '';
    if (!NAME.test(name)) throw invalid(`${JSON.stringify(name)} is not a name for an archive`);
    if (input.KmsKeyIdentifier !== undefined) throw invalid('the sandbox does not offer keys of archives');
    const bus = requireBus(cloud, scope, input.EventSourceArn);
    const { archives } = eventsStore(cloud);
    if (archives.get(scope, name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Archive ${name} already exists.`);
    }
    const record: ArchiveRecord = {
      name,
      arn: archiveArn(scope, name),
      busArn: bus.record.arn,
      ...settings(input),
      retentionDays: input.RetentionDays ?? 0,
      eventCount: 0,
      sizeBytes: 0,
      createdAt: now.toISOString(),
    };
    archives.put(scope, name, record);
    return { ArchiveArn: record.arn, State: 'ENABLED' as const, CreationTime: now };
  },
});

export const updateArchive = defineOperation<UpdateArchiveCommandInput, UpdateArchiveCommandOutput>({
  service: 'events',
  name: 'UpdateArchive',
  authorize: (input, context) => [request('UpdateArchive', input.ArchiveName, context)],
  handle: (input, context) => {
    if (input.KmsKeyIdentifier !== undefined) throw invalid('the sandbox does not offer keys of archives');
    const before = requireArchive(context, input.ArchiveName);
    const record = {
      ...before,
      ...settings(input),
      retentionDays: input.RetentionDays ?? before.retentionDays,
    };
    eventsStore(context.cloud).archives.put(context, record.name, record);
    return { ArchiveArn: record.arn, State: 'ENABLED' as const, CreationTime: new Date(record.createdAt) };
  },
});

export const describeArchive = defineOperation<DescribeArchiveCommandInput, DescribeArchiveCommandOutput>({
  service: 'events',
  name: 'DescribeArchive',
  authorize: (input, context) => [request('DescribeArchive', input.ArchiveName, context)],
  handle: (input, context) => {
    const record = requireArchive(context, input.ArchiveName);
    return {
      ArchiveArn: record.arn,
      ArchiveName: record.name,
      EventSourceArn: record.busArn,
      ...(record.description !== undefined && { Description: record.description }),
      ...(record.pattern !== undefined && { EventPattern: JSON.stringify(record.pattern) }),
      State: 'ENABLED' as const,
      RetentionDays: record.retentionDays,
      SizeBytes: record.sizeBytes,
      EventCount: record.eventCount,
      CreationTime: new Date(record.createdAt),
    };
  },
});

export const deleteArchive = defineOperation<DeleteArchiveCommandInput, DeleteArchiveCommandOutput>({
  service: 'events',
  name: 'DeleteArchive',
  authorize: (input, context) => [request('DeleteArchive', input.ArchiveName, context)],
  handle: (input, context) => {
    const { name } = requireArchive(context, input.ArchiveName);
    const { archives, archived } = eventsStore(context.cloud);
    context.cloud.store.transaction(() => {
      archives.delete(context, name);
      for (const [key] of archived.list(context, `${name}/`)) archived.delete(context, key);
    });
    return {};
  },
});

function requireArchive(context: RequestContext, name: string | undefined): ArchiveRecord {
  const record = eventsStore(context.cloud).archives.get(context, name ?? '');
  if (record) return record;
  throw new AwsError('ResourceNotFoundException', `Archive ${name} does not exist.`);
}

function settings(input: { Description?: string | undefined; EventPattern?: string | undefined }) {
  return {
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.EventPattern !== undefined && { pattern: parsePattern(input.EventPattern) }),
  };
}

function request(action: string, name: string | undefined, context: RequestContext) {
  return { action: `events:${action}`, resource: archiveArn(context, name ?? '') };
}

function archiveArn({ accountId, region }: Scope, name: string): string {
  return `arn:aws:events:${region}:${accountId}:archive/${name}`;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
