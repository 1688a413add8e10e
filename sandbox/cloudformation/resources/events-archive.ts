import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn, picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { count, document } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const NAME_LENGTH_MAX = 48;

const Properties = z.strictObject({
  ArchiveName: z.string().optional(),
  SourceArn: z.string(),
  Description: z.string().optional(),
  EventPattern: document.optional(),
  RetentionDays: count.optional(),
  KmsKeyIdentifier: z.string().optional(),
});
type Properties = z.infer<typeof Properties>;

export const eventsArchive = defineProvider<Properties>({
  type: 'AWS::Events::Archive',
  properties: Properties,
  createOnly: ['ArchiveName', 'SourceArn'],
  identifiers: ['ArchiveName'],
  identify: nameOf,
  create: async (properties, context) => {
    const ArchiveName = nameOf(properties, context);
    const EventSourceArn = properties.SourceArn;
    await context.call('events', 'CreateArchive', { ArchiveName, EventSourceArn, ...settings(properties) });
    return { physicalId: ArchiveName };
  },
  read: async (ArchiveName, { call }) => {
    const found = await unlessAbsent(call('events', 'DescribeArchive', { ArchiveName }));
    return found && { Arn: found.ArchiveArn };
  },
  describe: async (ArchiveName, { call }) => {
    const found = await unlessAbsent(call('events', 'DescribeArchive', { ArchiveName }));
    return (
      found && {
        ...picked(found, 'ArchiveName', 'Description', 'RetentionDays', 'KmsKeyIdentifier'),
        SourceArn: found.EventSourceArn,
        EventPattern: documentIn(found.EventPattern),
      }
    );
  },
  update: async (ArchiveName, { desired }, { call }) => {
    const none = { Description: '', RetentionDays: 0 };
    await call('events', 'UpdateArchive', { ArchiveName, ...none, ...settings(desired) });
    return undefined;
  },
  delete: async (ArchiveName, { call }) => {
    await unlessAbsent(call('events', 'DeleteArchive', { ArchiveName }));
  },
});

function nameOf({ ArchiveName }: Properties, context: ResourceContext): string {
  return ArchiveName ?? generatedName(context, NAME_LENGTH_MAX);
}

function settings({ Description, EventPattern, RetentionDays, KmsKeyIdentifier }: Properties) {
  return {
    ...(Description !== undefined && { Description }),
    ...(EventPattern && { EventPattern: JSON.stringify(EventPattern) }),
    ...(RetentionDays !== undefined && { RetentionDays }),
    ...(KmsKeyIdentifier !== undefined && { KmsKeyIdentifier }),
  };
}
