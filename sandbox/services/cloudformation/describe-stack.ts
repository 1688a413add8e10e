import type { Stack } from '@aws-sdk/client-cloudformation';
import type { StackRecord } from '../../cloudformation/stack-state.ts';

/** A stack as the API shows it: parameters with their defaults, or every redeploy would look like a change. */
export function describeStack(record: StackRecord): Stack {
  const { deployed } = record;
  return {
    StackId: record.id,
    StackName: record.name,
    StackStatus: record.status,
    CreationTime: new Date(record.createdAt),
    LastUpdatedTime: new Date(record.updatedAt),
    RoleARN: record.executionRoleArn,
    EnableTerminationProtection: record.terminationProtection,
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: [],
    Parameters: Object.entries(deployed?.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    Outputs: Object.entries(deployed?.outputs ?? {}).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    })),
    Tags: Object.entries(deployed?.tags ?? record.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    ...(record.reason !== undefined && { StackStatusReason: record.reason }),
  };
}
