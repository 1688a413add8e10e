import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';

const Properties = z.strictObject({
  CatalogId: z.string().optional(),
  TagKey: z.string(),
  TagValues: z.array(z.string()).min(1),
});
type Properties = z.infer<typeof Properties>;

export const lakeformationTag = defineProvider<Properties>({
  type: 'AWS::LakeFormation::Tag',
  properties: Properties,
  createOnly: ['CatalogId', 'TagKey'],
  identifiers: ['TagKey'],
  identify: ({ TagKey }) => TagKey,
  create: async (properties, { call }) => {
    await call('lakeformation', 'CreateLFTag', { ...key(properties), TagValues: properties.TagValues });
    return { physicalId: properties.TagKey };
  },
  read: async (_physicalId, { call }, properties) =>
    (await unlessAbsent(call('lakeformation', 'GetLFTag', key(properties)))) && {},
  describe: async (_physicalId, { call }, properties) => {
    const found = await unlessAbsent(call('lakeformation', 'GetLFTag', key(properties)));
    return found && picked(found, 'TagKey', 'TagValues');
  },
  update: async (_physicalId, { desired }, { call }) => {
    const { TagValues: present = [] } = await call('lakeformation', 'GetLFTag', key(desired));
    const added = desired.TagValues.filter((value) => !present.includes(value));
    const removed = present.filter((value) => !desired.TagValues.includes(value));
    if (added.length === 0 && removed.length === 0) return undefined;
    await call('lakeformation', 'UpdateLFTag', {
      ...key(desired),
      ...(added.length > 0 && { TagValuesToAdd: added }),
      ...(removed.length > 0 && { TagValuesToDelete: removed }),
    });
    return undefined;
  },
  delete: async (_physicalId, { call }, properties) => {
    await unlessAbsent(call('lakeformation', 'DeleteLFTag', key(properties)));
  },
});

function key({ CatalogId, TagKey }: Properties) {
  return { TagKey, ...(CatalogId !== undefined && { CatalogId }) };
}
