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
} from '@aws-sdk/client-cloudformation';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { stackState } from '../../../cloudformation/stack-state.ts';
import { describeStack } from '../describe-stack.ts';
import { onStack, requireStack } from '../find-stack.ts';
import { keptEvents, stackRecords } from '../store.ts';

export const describeStacks = defineOperation<DescribeStacksCommandInput, DescribeStacksCommandOutput>({
  service: 'cloudformation',
  name: 'DescribeStacks',
  members: ['StackName', 'NextToken'],
  authorize: ({ StackName }, context) => onStack('DescribeStacks', StackName, context),
  handle: ({ StackName }, context) => {
    if (StackName !== undefined) return { Stacks: [describeStack(requireStack(StackName, context))] };
    return {
      Stacks: stackRecords(context.cloud)
        .list(context)
        .map(([, record]) => describeStack(record)),
    };
  },
});

export const listStacks = defineOperation<ListStacksCommandInput, ListStacksCommandOutput>({
  service: 'cloudformation',
  name: 'ListStacks',
  members: ['StackStatusFilter', 'NextToken'],
  authorize: (_input, context) => onStack('ListStacks', undefined, context),
  handle: ({ StackStatusFilter }, context) => ({
    StackSummaries: stackRecords(context.cloud)
      .list(context)
      .filter(([, { status }]) => StackStatusFilter === undefined || StackStatusFilter.includes(status))
      .map(([, { id, name, status, createdAt, updatedAt }]) => ({
        StackId: id,
        StackName: name,
        StackStatus: status,
        CreationTime: new Date(createdAt),
        LastUpdatedTime: new Date(updatedAt),
      })),
  }),
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
  handle: ({ StackName }, context) => {
    const { id: StackId, name } = requireStack(StackName, context);
    const events = keptEvents(context.cloud).list(context, `${StackId}/`);
    const StackEvents = events.toReversed().map(([, event]) => ({
      StackId,
      EventId: event.id,
      StackName: name,
      LogicalResourceId: event.logicalId,
      ...(event.physicalId !== undefined && { PhysicalResourceId: event.physicalId }),
      ResourceType: event.type,
      Timestamp: new Date(event.at),
      // A stack's own status is told in the same member as a resource's.
      ResourceStatus: event.status as 'CREATE_COMPLETE',
      ...(event.reason !== undefined && { ResourceStatusReason: event.reason }),
    }));
    return { StackEvents };
  },
});

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
  handle: ({ StackName }, context) => ({ StackResourceSummaries: resourcesOf(StackName, context) }),
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
