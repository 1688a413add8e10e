import type { DeadLetterConfig, LogConfig } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { unlessAbsent } from '../not-found.ts';
import { document, sdkShape, tagList } from '../property-schemas.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({
  Name: z.string(),
  Description: z.string().optional(),
  KmsKeyIdentifier: z.string().optional(),
  DeadLetterConfig: sdkShape<DeadLetterConfig>('Arn').optional(),
  LogConfig: sdkShape<LogConfig>('IncludeDetail', 'Level').optional(),
  Policy: document.optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const eventsEventBus = defineProvider<Properties>({
  type: 'AWS::Events::EventBus',
  properties: Properties,
  createOnly: ['Name'],
  identifiers: ['Name'],
  tags: 'list',
  identify: ({ Name }) => Name,
  create: async (properties, { call, cloud }) => {
    const { Name, Policy, Tags } = properties;
    await call('events', 'CreateEventBus', {
      Name,
      ...settings(properties),
      ...(Tags && Tags.length > 0 && { Tags }),
    });
    if (Policy) {
      const put = () =>
        call('events', 'PutPermission', { EventBusName: Name, Policy: JSON.stringify(Policy) });
      await oneAtATime(cloud, `events policy ${Name}`, put);
    }
    return { physicalId: Name };
  },
  read: async (Name, { call }) => {
    const found = await unlessAbsent(call('events', 'DescribeEventBus', { Name }));
    return found && { Arn: found.Arn, Name, Policy: found.Policy ?? '' };
  },
  // Its policy has statements of `AWS::Events::EventBusPolicy`, too: it is not compared.
  describe: async (Name, { call }) => {
    const found = await unlessAbsent(call('events', 'DescribeEventBus', { Name }));
    if (found === undefined) return undefined;
    const { Tags } = await call('events', 'ListTagsForResource', { ResourceARN: found.Arn });
    return {
      ...picked(found, 'Name', 'Description', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig'),
      Tags,
    };
  },
  update: async (Name, { previous, desired }, { call, cloud, accountId, region }) => {
    await call('events', 'UpdateEventBus', { Name, Description: '', ...settings(desired) });
    if (desired.Policy) {
      const Policy = JSON.stringify(desired.Policy);
      const put = () => call('events', 'PutPermission', { EventBusName: Name, Policy });
      await oneAtATime(cloud, `events policy ${Name}`, put);
    } else if (previous.Policy) {
      await unlessAbsent(
        call('events', 'RemovePermission', { EventBusName: Name, RemoveAllPermissions: true }),
      );
    }
    const ResourceARN = `arn:aws:events:${region}:${accountId}:event-bus/${Name}`;
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0) await call('events', 'TagResource', { ResourceARN, Tags: tags.set });
    if (tags.removed.length > 0)
      await call('events', 'UntagResource', { ResourceARN, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (Name, { call }) => {
    await unlessAbsent(call('events', 'DeleteEventBus', { Name }));
  },
});

function settings({ Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig }: Properties) {
  return {
    ...(Description !== undefined && { Description }),
    ...(KmsKeyIdentifier !== undefined && { KmsKeyIdentifier }),
    ...(DeadLetterConfig && { DeadLetterConfig }),
    ...(LogConfig && { LogConfig }),
  };
}
