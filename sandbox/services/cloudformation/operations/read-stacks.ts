import type {
  DescribeStackEventsCommandInput,
  DescribeStackEventsCommandOutput,
  DescribeStackResourcesCommandInput,
  DescribeStackResourcesCommandOutput,
  DescribeStacksCommandInput,
  DescribeStacksCommandOutput,
  GetTemplateCommandInput,
  GetTemplateCommandOutput,
  ListStackResourcesCommandInput,
  ListStackResourcesCommandOutput,
  ListStacksCommandInput,
  ListStacksCommandOutput,
  StackEvent,
} from '@aws-sdk/client-cloudformation';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { type StackRecord, stackState } from '../../../cloudformation/stack-state.ts';
import { describeStack } from '../describe-stack.ts';
import { onStack, requireStack } from '../find-stack.ts';
import { resumeStacks } from '../resume-stacks.ts';
import { type KeptEvent, keptEvents, stackRecords } from '../store.ts';

const PAGE_SIZE = 100;

export const describeStacks = defineOperation<DescribeStacksCommandInput, DescribeStacksCommandOutput>({
  service: 'cloudformation',
  name: 'DescribeStacks',
  members: ['StackName', 'NextToken'],
  authorize: ({ StackName }, context) => onStack('DescribeStacks', StackName, context),
  handle: async ({ StackName, NextToken: token }, context) => {
    await resumeStacks(StackName, context);
    if (StackName !== undefined) return { Stacks: [describeStack(requireStack(StackName, context))] };
    const { items, next } = pageAfter(stackRecords(context.cloud).list(context), { token, size: PAGE_SIZE });
    return { Stacks: items.map(describeStack), ...(next !== undefined && { NextToken: next }) };
  },
});

export const listStacks = defineOperation<ListStacksCommandInput, ListStacksCommandOutput>({
  service: 'cloudformation',
  name: 'ListStacks',
  members: ['StackStatusFilter', 'NextToken'],
  authorize: (_input, context) => onStack('ListStacks', undefined, context),
  handle: async ({ StackStatusFilter, NextToken: token }, context) => {
    await resumeStacks(undefined, context);
    const wanted = stackRecords(context.cloud)
      .list(context)
      .filter(([, { status }]) => StackStatusFilter === undefined || StackStatusFilter.includes(status));
    const { items, next } = pageAfter(wanted, { token, size: PAGE_SIZE });
    const StackSummaries = items.map(({ id, name, status, createdAt, updatedAt }) => ({
      StackId: id,
      StackName: name,
      StackStatus: status,
      CreationTime: new Date(createdAt),
      LastUpdatedTime: new Date(updatedAt),
    }));
    return { StackSummaries, ...(next !== undefined && { NextToken: next }) };
  },
});

export const getTemplate = defineOperation<GetTemplateCommandInput, GetTemplateCommandOutput>({
  service: 'cloudformation',
  name: 'GetTemplate',
  members: ['StackName', 'TemplateStage'],
  authorize: ({ StackName }, context) => onStack('GetTemplate', StackName, context),
  // A stack in review has no template yet; the CDK CLI asks for it all the same.
  handle: ({ StackName }, context) => ({
    TemplateBody: JSON.stringify(requireStack(StackName, context).deployed?.template ?? {}),
    StagesAvailable: ['Original', 'Processed'],
  }),
});

export const describeStackEvents = defineOperation<
  DescribeStackEventsCommandInput,
  DescribeStackEventsCommandOutput
>({
  service: 'cloudformation',
  name: 'DescribeStackEvents',
  members: ['StackName', 'NextToken'],
  authorize: ({ StackName }, context) => onStack('DescribeStackEvents', StackName, context),
  handle: async ({ StackName, NextToken }, context) => {
    await resumeStacks(StackName, context);
    const { id, name } = requireStack(StackName, context);
    const newestFirst = keptEvents(context.cloud).list(context, `${id}/`).toReversed();
    const rest = newestFirst.filter(([key]) => NextToken === undefined || key < NextToken);
    const shown = rest.slice(0, PAGE_SIZE);
    const next = shown.length < rest.length ? shown.at(-1)?.[0] : undefined;
    const StackEvents = shown.map(([, event]) => toEvent(event, { id, name }));
    return { StackEvents, ...(next !== undefined && { NextToken: next }) };
  },
});

function toEvent(
  event: KeptEvent,
  { id: StackId, name: StackName }: Pick<StackRecord, 'id' | 'name'>,
): StackEvent {
  return {
    StackId,
    EventId: event.id,
    StackName,
    LogicalResourceId: event.logicalId,
    ...(event.physicalId !== undefined && { PhysicalResourceId: event.physicalId }),
    ResourceType: event.type,
    Timestamp: new Date(event.at),
    // A stack's own status is told in the same member as a resource's.
    ResourceStatus: event.status as NonNullable<StackEvent['ResourceStatus']>,
    ...(event.reason !== undefined && { ResourceStatusReason: event.reason }),
  };
}

export const describeStackResources = defineOperation<
  DescribeStackResourcesCommandInput,
  DescribeStackResourcesCommandOutput
>({
  service: 'cloudformation',
  name: 'DescribeStackResources',
  members: ['StackName', 'LogicalResourceId'],
  authorize: ({ StackName }, context) => onStack('DescribeStackResources', StackName, context),
  handle: ({ StackName, LogicalResourceId }, context) => ({
    StackResources: resourcesOf(StackName, context)
      .filter(
        (resource) => LogicalResourceId === undefined || resource.LogicalResourceId === LogicalResourceId,
      )
      .map(({ LastUpdatedTimestamp, ...resource }) => ({ ...resource, Timestamp: LastUpdatedTimestamp })),
  }),
});

export const listStackResources = defineOperation<
  ListStackResourcesCommandInput,
  ListStackResourcesCommandOutput
>({
  service: 'cloudformation',
  name: 'ListStackResources',
  members: ['StackName', 'NextToken'],
  authorize: ({ StackName }, context) => onStack('ListStackResources', StackName, context),
  handle: ({ StackName, NextToken: token }, context) => {
    const entries = resourcesOf(StackName, context).map((one) => [one.LogicalResourceId, one] as const);
    const { items, next } = pageAfter(entries, { token, size: PAGE_SIZE });
    return { StackResourceSummaries: [...items], ...(next !== undefined && { NextToken: next }) };
  },
});

const STATUSES = {
  creating: 'CREATE_IN_PROGRESS',
  updating: 'UPDATE_IN_PROGRESS',
  complete: 'CREATE_COMPLETE',
} as const;

function resourcesOf(stackName: string | undefined, context: RequestContext) {
  const { name, updatedAt } = requireStack(stackName, context);
  return stackState(context.cloud, context, name)
    .resources()
    .map(({ logicalId, type, physicalId, status }) => ({
      LogicalResourceId: logicalId,
      ResourceType: type,
      ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
      ResourceStatus: STATUSES[status],
      LastUpdatedTimestamp: new Date(updatedAt),
    }));
}
