import type {
  DescribeStackDriftDetectionStatusCommandInput,
  DescribeStackDriftDetectionStatusCommandOutput,
  DescribeStackResourceDriftsCommandInput,
  DescribeStackResourceDriftsCommandOutput,
  DetectStackDriftCommandInput,
  DetectStackDriftCommandOutput,
  StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation, type RequestContext } from '../../../cloud/operation.ts';
import { pageAfter } from '../../../cloud/page.ts';
import { detectDrift as compareStack, type ResourceDrift } from '../../../cloudformation/detect-drift.ts';
import { openStack } from '../../../cloudformation/open-stack.ts';
import { onStack, requireStack } from '../find-stack.ts';
import { resumeStacks } from '../resume-stacks.ts';
import { type DriftRecord, drifts } from '../store.ts';

const PAGE_SIZE = 100;

/** Where a stack is what its template says, or a rollback has left it somewhere near. */
const COMPARED = /^(CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_ROLLBACK_COMPLETE|UPDATE_ROLLBACK_FAILED)$/;

/** Answers when the comparison is done: who asks for its status finds it complete. */
export const detectStackDrift = defineOperation<DetectStackDriftCommandInput, DetectStackDriftCommandOutput>({
  service: 'cloudformation',
  name: 'DetectStackDrift',
  members: ['LogicalResourceIds', 'StackName'],
  authorize: ({ StackName }, context) => onStack('DetectStackDrift', StackName, context),
  handle: async ({ StackName, LogicalResourceIds: only }, context) => {
    await resumeStacks(StackName, context);
    const { id: stackId, name, status } = requireStack(StackName, context);
    if (!COMPARED.test(status)) {
      throw new AwsError('ValidationError', `Drift detection cannot be performed on a stack in ${status}`);
    }
    const { cloud, accountId: account, region } = context;
    const stack = openStack(cloud, { name, account, region }, {});
    const found = stack === undefined ? [] : await compareStack(stack.run);
    const resources = found.filter(({ logicalId }) => only === undefined || only.includes(logicalId));
    const detectionId = randomUUID();
    drifts(cloud).put(context, stackId, { detectionId, stackId, resources, at: context.now.toISOString() });
    return { StackDriftDetectionId: detectionId };
  },
});

export const describeStackDriftDetectionStatus = defineOperation<
  DescribeStackDriftDetectionStatusCommandInput,
  DescribeStackDriftDetectionStatusCommandOutput
>({
  service: 'cloudformation',
  name: 'DescribeStackDriftDetectionStatus',
  members: ['StackDriftDetectionId'],
  authorize: (_input, context) => onStack('DescribeStackDriftDetectionStatus', undefined, context),
  handle: ({ StackDriftDetectionId: wanted }, context) => {
    const records = drifts(context.cloud).list(context);
    const found = records.find(([, { detectionId }]) => detectionId === wanted)?.[1];
    if (!found) throw new AwsError('ValidationError', `Drift detection ${wanted} does not exist`);
    return {
      StackId: found.stackId,
      StackDriftDetectionId: found.detectionId,
      DetectionStatus: 'DETECTION_COMPLETE',
      ...stackStatus(found),
      Timestamp: new Date(found.at),
    };
  },
});

export const describeStackResourceDrifts = defineOperation<
  DescribeStackResourceDriftsCommandInput,
  DescribeStackResourceDriftsCommandOutput
>({
  service: 'cloudformation',
  name: 'DescribeStackResourceDrifts',
  members: ['MaxResults', 'NextToken', 'StackName', 'StackResourceDriftStatusFilters'],
  authorize: ({ StackName }, context) => onStack('DescribeStackResourceDrifts', StackName, context),
  handle: ({ StackName, NextToken: token, MaxResults: size = PAGE_SIZE, ...input }, context) => {
    const { id } = requireStack(StackName, context);
    const wanted = input.StackResourceDriftStatusFilters;
    const entries = (drifts(context.cloud).get(context, id)?.resources ?? [])
      .filter(({ status }) => status !== 'NOT_CHECKED')
      .filter(({ status }) => wanted === undefined || wanted.includes(status))
      .map((drift) => [drift.logicalId, drift] as const);
    const { items, next } = pageAfter(entries, { token, size });
    const StackResourceDrifts = items.map((drift) => describe(drift, id, context));
    return { StackResourceDrifts, ...(next !== undefined && { NextToken: next }) };
  },
});

function stackStatus({ resources }: DriftRecord) {
  const drifted = resources.filter(({ status }) => status === 'MODIFIED' || status === 'DELETED').length;
  const unknown = resources.find(({ status }) => status === 'UNKNOWN');
  const StackDriftStatus =
    drifted > 0 ? ('DRIFTED' as const) : unknown ? ('UNKNOWN' as const) : ('IN_SYNC' as const);
  return {
    StackDriftStatus,
    DriftedStackResourceCount: drifted,
    ...(unknown && { DetectionStatusReason: `${unknown.logicalId}: ${unknown.reason}` }),
  };
}

function describe(drift: ResourceDrift, StackId: string, { now }: RequestContext): StackResourceDrift {
  const { expected, actual, reason } = drift;
  return {
    StackId,
    LogicalResourceId: drift.logicalId,
    PhysicalResourceId: drift.physicalId,
    ResourceType: drift.type,
    ExpectedProperties: JSON.stringify(expected),
    ...(actual !== undefined && { ActualProperties: JSON.stringify(actual) }),
    PropertyDifferences: drift.differences.map((difference) => ({
      PropertyPath: difference.path,
      ExpectedValue: textOf(difference.expected),
      ActualValue: textOf(difference.actual),
      DifferenceType: difference.kind,
    })),
    StackResourceDriftStatus: drift.status,
    ...(reason !== undefined && { DriftStatusReason: reason }),
    Timestamp: now,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
}
