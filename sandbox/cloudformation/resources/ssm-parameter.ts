import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { tagMap } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  Name: z.string().optional(),
  Type: z.enum(['String', 'StringList']),
  Value: z.string(),
  Description: z.string().optional(),
  AllowedPattern: z.string().optional(),
  DataType: z.string().optional(),
  Tier: z.enum(['Standard', 'Advanced', 'Intelligent-Tiering']).optional(),
  Tags: tagMap.optional(),
});
type Properties = z.infer<typeof Properties>;

export const ssmParameter = defineProvider<Properties>({
  type: 'AWS::SSM::Parameter',
  properties: Properties,
  createOnly: ['Name'],
  identifiers: ['Name'],
  tags: 'map',
  identify: nameOf,
  create: async (properties, context) => {
    const Name = nameOf(properties, context);
    const Tags = Object.entries(properties.Tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    await context.call('ssm', 'PutParameter', {
      Name,
      ...settings(properties),
      ...(Tags.length > 0 && { Tags }),
    });
    return { physicalId: Name };
  },
  read: async (Name, { call }) => {
    const found = await unlessAbsent(call('ssm', 'GetParameter', { Name }));
    return found?.Parameter && { Type: found.Parameter.Type, Value: found.Parameter.Value };
  },
  describe: async (Name, { call }) => {
    const found = await unlessAbsent(call('ssm', 'GetParameter', { Name }));
    if (found?.Parameter === undefined) return undefined;
    const resource = { ResourceType: 'Parameter', ResourceId: Name } as const;
    const { TagList = [] } = await call('ssm', 'ListTagsForResource', resource);
    const Tags = Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]));
    return { ...picked(found.Parameter, 'Name', 'Type', 'Value'), Tags };
  },
  update: async (Name, { previous, desired }, { call }) => {
    await call('ssm', 'PutParameter', { Name, Description: '', ...settings(desired), Overwrite: true });
    const wanted = desired.Tags ?? {};
    const Tags = Object.entries(wanted).map(([Key, Value]) => ({ Key, Value }));
    const removed = Object.keys(previous.Tags ?? {}).filter((key) => !(key in wanted));
    const resource = { ResourceType: 'Parameter', ResourceId: Name } as const;
    if (Tags.length > 0) await call('ssm', 'AddTagsToResource', { ...resource, Tags });
    if (removed.length > 0) await call('ssm', 'RemoveTagsFromResource', { ...resource, TagKeys: removed });
    return undefined;
  },
  delete: async (Name, { call }) => {
    await unlessAbsent(call('ssm', 'DeleteParameter', { Name }));
  },
});

function nameOf({ Name }: Properties, context: ResourceContext): string {
  return Name ?? generatedName(context, 1000);
}

function settings({ Type, Value, Description, AllowedPattern, DataType, Tier }: Properties) {
  return {
    Type,
    Value,
    ...(Description !== undefined && { Description }),
    ...(AllowedPattern !== undefined && { AllowedPattern }),
    ...(DataType !== undefined && { DataType }),
    ...(Tier !== undefined && { Tier }),
  };
}
