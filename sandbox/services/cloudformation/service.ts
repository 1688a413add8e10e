import type { Service } from '../../cloud/service.ts';
import {
  createChangeSet,
  deleteChangeSet,
  describeChangeSet,
  executeChangeSet,
} from './operations/change-sets.ts';
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
    CreateChangeSet: createChangeSet,
    DeleteChangeSet: deleteChangeSet,
    DeleteStack: deleteStack,
    DescribeChangeSet: describeChangeSet,
    DescribeStackEvents: describeStackEvents,
    DescribeStackResources: describeStackResources,
    DescribeStacks: describeStacks,
    ExecuteChangeSet: executeChangeSet,
    GetTemplate: getTemplate,
    ListStackResources: listStackResources,
    ListStacks: listStacks,
    UpdateTerminationProtection: updateTerminationProtection,
  },
};
