import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({ DashboardName: z.string().optional(), DashboardBody: z.string() });
type Properties = z.infer<typeof Properties>;

export const cloudwatchDashboard = defineProvider<Properties>({
  type: 'AWS::CloudWatch::Dashboard',
  properties: Properties,
  createOnly: ['DashboardName'],
  identifiers: ['DashboardName'],
  createsAgain: true,
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
  update: async (DashboardName, { desired }, context) => {
    await put(DashboardName, desired, context);
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
  { DashboardBody }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  const answer = await call('monitoring', 'PutDashboard', { DashboardName, DashboardBody });
  const [problem] = answer.DashboardValidationMessages ?? [];
  if (problem) throw new AwsError('InvalidParameterInput', `${problem.DataPath}: ${problem.Message}`);
}
