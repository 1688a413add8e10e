import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({ Name: z.string().optional(), Tags: tagList.optional() });
type Properties = z.infer<typeof Properties>;

export const schedulerScheduleGroup = defineProvider<Properties>({
  type: 'AWS::Scheduler::ScheduleGroup',
  properties: Properties,
  createOnly: ['Name'],
  identifiers: ['Name'],
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const Name = nameOf(properties, context);
    const { Tags } = properties;
    await context.call('scheduler', 'CreateScheduleGroup', {
      Name,
      ...(Tags && Tags.length > 0 && { Tags }),
    });
    return { physicalId: Name };
  },
  read: async (Name, { call }) => {
    const found = await unlessAbsent(call('scheduler', 'GetScheduleGroup', { Name }));
    return found && { Arn: found.Arn, State: found.State, CreationDate: String(found.CreationDate ?? '') };
  },
  describe: async (Name, { call }) => {
    const found = await unlessAbsent(call('scheduler', 'GetScheduleGroup', { Name }));
    if (found === undefined) return undefined;
    const { Tags } = await call('scheduler', 'ListTagsForResource', { ResourceArn: found.Arn });
    return { Name, Tags };
  },
  update: async (Name, { previous, desired }, { call, accountId, region }) => {
    const ResourceArn = `arn:aws:scheduler:${region}:${accountId}:schedule-group/${Name}`;
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length > 0) await call('scheduler', 'TagResource', { ResourceArn, Tags: tags.set });
    if (tags.removed.length > 0)
      await call('scheduler', 'UntagResource', { ResourceArn, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (Name, { call }) => {
    await unlessAbsent(call('scheduler', 'DeleteScheduleGroup', { Name }));
  },
});

function nameOf({ Name }: Properties, context: ResourceContext): string {
  return Name ?? generatedName(context);
}
