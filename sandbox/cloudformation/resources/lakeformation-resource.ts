import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { flag } from '../property-schemas.ts';

const Properties = z.strictObject({
  ResourceArn: z.string(),
  UseServiceLinkedRole: flag,
  RoleArn: z.string().optional(),
  HybridAccessEnabled: flag.optional(),
  WithFederation: flag.optional(),
});
type Properties = z.infer<typeof Properties>;

export const lakeformationResource = defineProvider<Properties>({
  type: 'AWS::LakeFormation::Resource',
  properties: Properties,
  createOnly: ['ResourceArn', 'UseServiceLinkedRole'],
  identifiers: ['Id'],
  deletesBeforeReplacing: true,
  identify: ({ ResourceArn }) => ResourceArn,
  create: async (properties, { call }) => {
    const { ResourceArn, UseServiceLinkedRole } = properties;
    const UseServiceLinkedRoleOnly = UseServiceLinkedRole && { UseServiceLinkedRole };
    await call('lakeformation', 'RegisterResource', {
      ResourceArn,
      ...UseServiceLinkedRoleOnly,
      ...options(properties),
    });
    return { physicalId: ResourceArn };
  },
  read: async (ResourceArn, { call }) => {
    const found = await unlessAbsent(call('lakeformation', 'DescribeResource', { ResourceArn }));
    return found && { Id: ResourceArn };
  },
  describe: async (ResourceArn, { call }) => {
    const found = await unlessAbsent(call('lakeformation', 'DescribeResource', { ResourceArn }));
    const info = found?.ResourceInfo;
    return info && picked(info, 'ResourceArn', 'RoleArn', 'HybridAccessEnabled', 'WithFederation');
  },
  update: async (ResourceArn, { desired }, { call }) => {
    const { RoleArn = '' } = desired;
    await call('lakeformation', 'UpdateResource', { ...options(desired), ResourceArn, RoleArn });
    return undefined;
  },
  delete: async (ResourceArn, { call }) => {
    await unlessAbsent(call('lakeformation', 'DeregisterResource', { ResourceArn }));
  },
});

function options({ RoleArn, HybridAccessEnabled, WithFederation }: Properties) {
  return {
    ...(RoleArn !== undefined && { RoleArn }),
    ...(HybridAccessEnabled !== undefined && { HybridAccessEnabled }),
    ...(WithFederation !== undefined && { WithFederation }),
  };
}
