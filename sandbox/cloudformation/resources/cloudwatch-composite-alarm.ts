import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { flag, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({
  AlarmName: z.string().optional(),
  AlarmRule: z.string(),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: flag.optional(),
  AlarmActions: z.array(z.string()).optional(),
  OKActions: z.array(z.string()).optional(),
  InsufficientDataActions: z.array(z.string()).optional(),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const cloudwatchCompositeAlarm = defineProvider<Properties>({
  type: 'AWS::CloudWatch::CompositeAlarm',
  properties: Properties,
  createOnly: ['AlarmName'],
  identifiers: ['AlarmName'],
  createsAgain: true,
  tags: 'list',
  identify: nameOf,
  create: async (properties, context) => {
    const AlarmName = nameOf(properties, context);
    await put(AlarmName, properties, context);
    return { physicalId: AlarmName };
  },
  read: async (AlarmName, { call }) => {
    const wanted = { AlarmNames: [AlarmName], AlarmTypes: ['CompositeAlarm' as const] };
    const [first] = (await call('monitoring', 'DescribeAlarms', wanted)).CompositeAlarms ?? [];
    return first && { Arn: first.AlarmArn };
  },
  describe: async (AlarmName, { call }) => {
    const wanted = { AlarmNames: [AlarmName], AlarmTypes: ['CompositeAlarm' as const] };
    const [alarm] = (await call('monitoring', 'DescribeAlarms', wanted)).CompositeAlarms ?? [];
    if (alarm === undefined) return undefined;
    const { Tags } = await call('monitoring', 'ListTagsForResource', { ResourceARN: alarm.AlarmArn });
    const actions = picked(alarm, 'AlarmActions', 'OKActions', 'InsufficientDataActions', 'ActionsEnabled');
    return { ...picked(alarm, 'AlarmName', 'AlarmRule', 'AlarmDescription'), ...actions, Tags };
  },
  update: async (AlarmName, { desired }, context) => {
    await put(AlarmName, desired, context);
    return undefined;
  },
  delete: async (AlarmName, { call }) => {
    await unlessAbsent(call('monitoring', 'DeleteAlarms', { AlarmNames: [AlarmName] }));
  },
});

function nameOf({ AlarmName }: Properties, context: ResourceContext): string {
  return AlarmName ?? generatedName(context, 255);
}

async function put(AlarmName: string, properties: Properties, { call }: ResourceContext): Promise<void> {
  const given = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
  await call('monitoring', 'PutCompositeAlarm', { ...given, AlarmName, AlarmRule: properties.AlarmRule });
}
