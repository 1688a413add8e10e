import type { Service } from '../../cloud/service.ts';
import { deleteChangeSet, describeChangeSet, executeChangeSet } from './operations/change-sets.ts';
import { createChangeSet } from './operations/create-change-set.ts';
import { createStack, updateStack } from './operations/deploy-directly.ts';
import { continueUpdateRollback, rollbackStack } from './operations/roll-back-stacks.ts';
import {
  describeStackDriftDetectionStatus,
  describeStackResourceDrifts,
  detectStackDrift,
} from './operations/drift.ts';
import { getTemplateSummary } from './operations/summarize-template.ts';
import { deleteStack, updateTerminationProtection } from './operations/change-stacks.ts';
import {
  describeStackEvents,
  describeStackResources,
  describeStacks,
  getTemplate,
  listStackResources,
  listStacks,
} from './operations/read-stacks.ts';

/** CloudFormation's API over the sandbox's engine: what the CDK CLI calls to deploy, compare and destroy. */
export const cloudformationService: Service = {
  name: 'cloudformation',
  operations: {
    ContinueUpdateRollback: continueUpdateRollback,
    CreateChangeSet: createChangeSet,
    CreateStack: createStack,
    DeleteChangeSet: deleteChangeSet,
    DeleteStack: deleteStack,
    DescribeChangeSet: describeChangeSet,
    DescribeStackDriftDetectionStatus: describeStackDriftDetectionStatus,
    DescribeStackEvents: describeStackEvents,
    DescribeStackResourceDrifts: describeStackResourceDrifts,
    DescribeStackResources: describeStackResources,
    DescribeStacks: describeStacks,
    DetectStackDrift: detectStackDrift,
    ExecuteChangeSet: executeChangeSet,
    GetTemplate: getTemplate,
    GetTemplateSummary: getTemplateSummary,
    ListStackResources: listStackResources,
    ListStacks: listStacks,
    RollbackStack: rollbackStack,
    UpdateStack: updateStack,
    UpdateTerminationProtection: updateTerminationProtection,
  },
};
