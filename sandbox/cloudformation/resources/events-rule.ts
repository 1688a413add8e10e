import type { Target } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { AwsError } from '../../cloud/aws-error.ts';
import { defineProvider } from '../define-provider.ts';
import { documentIn, picked } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { document, sdkShape, tagList } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';
import { tagChanges } from '../tag-changes.ts';

const Properties = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().default('default'),
  Description: z.string().optional(),
  EventPattern: document.optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  RoleArn: z.string().optional(),
  Targets: z
    .array(
      sdkShape<Target>(
        'Arn',
        'DeadLetterConfig',
        'Id',
        'Input',
        'InputPath',
        'InputTransformer',
        'RetryPolicy',
        'RoleArn',
        'SqsParameters',
      ),
    )
    .default([]),
  Tags: tagList.optional(),
});
type Properties = z.infer<typeof Properties>;

export const eventsRule = defineProvider<Properties>({
  type: 'AWS::Events::Rule',
  properties: Properties,
  createOnly: ['Name', 'EventBusName'],
  tags: 'list',
  createsAgain: true,
  identify: (properties, context) => `${busName(properties)}|${nameOf(properties, context)}`,
  // On the default bus the name alone.
  ref: (physicalId) => physicalId.replace(/^default\|/, ''),
  create: async (properties, context) => {
    const Name = nameOf(properties, context);
    const { Tags } = properties;
    await context.call('events', 'PutRule', {
      ...rule(Name, properties),
      ...(Tags && Tags.length > 0 && { Tags }),
    });
    await putTargets(Name, properties, context);
    return { physicalId: `${busName(properties)}|${Name}` };
  },
  read: async (physicalId, { call }, { EventBusName }) => {
    const Name = ruleName(physicalId);
    const found = await unlessAbsent(call('events', 'DescribeRule', { Name, EventBusName }));
    return found && { Arn: found.Arn, RuleName: Name };
  },
  describe: async (physicalId, { call }, { EventBusName }) => {
    const Name = ruleName(physicalId);
    const found = await unlessAbsent(call('events', 'DescribeRule', { Name, EventBusName }));
    if (found === undefined) return undefined;
    const { Targets } = await call('events', 'ListTargetsByRule', { Rule: Name, EventBusName });
    const { Tags } = await call('events', 'ListTagsForResource', { ResourceARN: found.Arn });
    return {
      ...picked(found, 'Name', 'Description', 'ScheduleExpression', 'State', 'RoleArn'),
      EventPattern: documentIn(found.EventPattern),
      Targets,
      Tags,
    };
  },
  update: async (physicalId, { previous, desired }, context) => {
    const Name = ruleName(physicalId);
    await context.call('events', 'PutRule', rule(Name, desired));
    await putTargets(Name, desired, context);
    await removeTargets(Name, desired.EventBusName, desired.Targets, context);
    const tags = tagChanges(previous.Tags, desired.Tags);
    if (tags.set.length + tags.removed.length === 0) return undefined;
    const { Arn: ResourceARN = '' } = await context.call('events', 'DescribeRule', {
      Name,
      EventBusName: desired.EventBusName,
    });
    if (tags.set.length > 0) await context.call('events', 'TagResource', { ResourceARN, Tags: tags.set });
    if (tags.removed.length > 0)
      await context.call('events', 'UntagResource', { ResourceARN, TagKeys: tags.removed });
    return undefined;
  },
  delete: async (physicalId, context, { EventBusName }) => {
    const Name = ruleName(physicalId);
    const found = await unlessAbsent(context.call('events', 'DescribeRule', { Name, EventBusName }));
    if (found === undefined) return;
    await removeTargets(Name, EventBusName, [], context);
    await unlessAbsent(context.call('events', 'DeleteRule', { Name, EventBusName }));
  },
});

function nameOf({ Name }: Properties, context: ResourceContext): string {
  return Name ?? generatedName(context);
}

/** A bus may be given by its ARN, as that of another account is. */
function busName({ EventBusName }: Properties): string {
  return EventBusName.slice(EventBusName.lastIndexOf('/') + 1);
}

function ruleName(physicalId: string): string {
  return physicalId.slice(physicalId.indexOf('|') + 1);
}

function rule(Name: string, { EventBusName, State, EventPattern, ...rest }: Properties) {
  const { Description, ScheduleExpression, RoleArn } = rest;
  return {
    Name,
    EventBusName,
    State,
    ...(EventPattern && { EventPattern: JSON.stringify(EventPattern) }),
    ...(Description !== undefined && { Description }),
    ...(ScheduleExpression !== undefined && { ScheduleExpression }),
    ...(RoleArn !== undefined && { RoleArn }),
  };
}

async function putTargets(
  Rule: string,
  { EventBusName, Targets }: Properties,
  { call }: ResourceContext,
): Promise<void> {
  if (Targets.length === 0) return;
  const { FailedEntries: [failed] = [] } = await call('events', 'PutTargets', {
    Rule,
    EventBusName,
    Targets,
  });
  if (failed)
    throw new AwsError(
      failed.ErrorCode ?? 'ValidationException',
      `target ${failed.TargetId}: ${failed.ErrorMessage}`,
    );
}

/** Takes away whatever is there and not wanted. */
async function removeTargets(
  Rule: string,
  EventBusName: string,
  wanted: readonly Target[],
  { call }: ResourceContext,
): Promise<void> {
  const { Targets = [] } = await call('events', 'ListTargetsByRule', { Rule, EventBusName });
  const kept = new Set(wanted.map(({ Id }) => Id));
  const Ids = Targets.flatMap(({ Id }) => (Id === undefined || kept.has(Id) ? [] : [Id]));
  if (Ids.length > 0) await call('events', 'RemoveTargets', { Rule, EventBusName, Ids });
}
