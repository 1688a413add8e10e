import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({
  DashboardName: z.string().optional(),
  DashboardBody: z.string(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const cloudwatchDashboard = defineProvider<Properties>({
  type: 'AWS::CloudWatch::Dashboard',
  properties: Properties,
  createOnly: ['DashboardName'],
  identifiers: ['DashboardName'],
  createsAgain: true,
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const DashboardName = nameOf(properties, context);
    await put(DashboardName, properties, context);
    return { physicalId: DashboardName };
  },
  read: async (DashboardName, { call }) =>
    (await unlessAbsent(call('monitoring', 'GetDashboard', { DashboardName }))) && {},
  describe: async (DashboardName, { call }) => {
    const found = await unlessAbsent(call('monitoring', 'GetDashboard', { DashboardName }));
    return found && picked(found, 'DashboardName', 'DashboardBody');
  },
  update: async (DashboardName, { previous, desired }, context) => {
    await put(DashboardName, desired, context);
    const { set, removed } = tagChanges(previous.Tags, desired.Tags);
    const ResourceARN = `arn:aws:cloudwatch::${context.accountId}:dashboard/${DashboardName}`;
    if (set.length > 0) await context.call('monitoring', 'TagResource', { ResourceARN, Tags: set });
    if (removed.length > 0)
      await context.call('monitoring', 'UntagResource', { ResourceARN, TagKeys: removed });
    return undefined;
  },
  delete: async (DashboardName, { call }) => {
    await unlessAbsent(call('monitoring', 'DeleteDashboards', { DashboardNames: [DashboardName] }));
  },
});

function nameOf({ DashboardName }: Properties, context: ResourceContext): string {
  return DashboardName ?? generatedName(context, 255);
}

async function put(
  DashboardName: string,
  { DashboardBody, Tags }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  const answer = await call('monitoring', 'PutDashboard', {
    DashboardName,
    DashboardBody,
    ...(Tags && Tags.length > 0 && { Tags }),
  });
  const [problem] = answer.DashboardValidationMessages ?? [];
  if (problem) throw new AwsError('InvalidParameterInput', `${problem.DataPath}: ${problem.Message}`);
}
