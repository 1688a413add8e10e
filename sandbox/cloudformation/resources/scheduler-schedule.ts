import type { FlexibleTimeWindow, Target } from '@aws-sdk/client-scheduler';
import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { sdkShape } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().default('default'),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  FlexibleTimeWindow: sdkShape<FlexibleTimeWindow>('MaximumWindowInMinutes', 'Mode'),
  StartDate: z.coerce.date().optional(),
  EndDate: z.coerce.date().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  KmsKeyArn: z.string().optional(),
  Target: sdkShape<Target>(
    'Arn',
    'DeadLetterConfig',
    'EventBridgeParameters',
    'Input',
    'RetryPolicy',
    'RoleArn',
    'SqsParameters',
  ),
});
type Properties = z.infer<typeof Properties>;

export const schedulerSchedule = defineProvider<Properties>({
  type: 'AWS::Scheduler::Schedule',
  properties: Properties,
  createOnly: ['Name', 'GroupName'],
  identify: (properties, context) => `${properties.GroupName}|${nameOf(properties, context)}`,
  ref: scheduleName,
  create: async (properties, context) => {
    const Name = nameOf(properties, context);
    await context.call('scheduler', 'CreateSchedule', schedule(Name, properties));
    return { physicalId: `${properties.GroupName}|${Name}` };
  },
  read: async (physicalId, { call }, { GroupName }) => {
    const found = await unlessAbsent(
      call('scheduler', 'GetSchedule', { Name: scheduleName(physicalId), GroupName }),
    );
    return found && { Arn: found.Arn };
  },
  describe: async (physicalId, { call }, { GroupName }) => {
    const address = { Name: scheduleName(physicalId), GroupName };
    const found = await unlessAbsent(call('scheduler', 'GetSchedule', address));
    if (found === undefined) return undefined;
    return {
      ...picked(found, 'Name', 'GroupName', 'Description', 'State', 'Target', 'KmsKeyArn'),
      ...picked(found, 'ScheduleExpression', 'ScheduleExpressionTimezone', 'FlexibleTimeWindow'),
    };
  },
  // An update sets the whole schedule: what is not named goes back to its default.
  update: async (physicalId, { desired }, { call }) => {
    await call('scheduler', 'UpdateSchedule', schedule(scheduleName(physicalId), desired));
    return undefined;
  },
  delete: async (physicalId, { call }, { GroupName }) => {
    await unlessAbsent(call('scheduler', 'DeleteSchedule', { Name: scheduleName(physicalId), GroupName }));
  },
});

function nameOf({ Name }: Properties, context: ResourceContext): string {
  return Name ?? generatedName(context);
}

function scheduleName(physicalId: string): string {
  return physicalId.slice(physicalId.indexOf('|') + 1);
}

function schedule(Name: string, properties: Properties) {
  const { GroupName, ScheduleExpression, FlexibleTimeWindow, Target } = properties;
  const { Description, ScheduleExpressionTimezone, StartDate, EndDate, State, KmsKeyArn } = properties;
  return {
    Name,
    GroupName,
    ScheduleExpression,
    FlexibleTimeWindow,
    Target,
    ...(Description !== undefined && { Description }),
    ...(ScheduleExpressionTimezone !== undefined && { ScheduleExpressionTimezone }),
    ...(StartDate && { StartDate }),
    ...(EndDate && { EndDate }),
    ...(State !== undefined && { State }),
    ...(KmsKeyArn !== undefined && { KmsKeyArn }),
  };
}
