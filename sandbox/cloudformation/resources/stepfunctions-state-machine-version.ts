import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { unlessAbsent } from '../not-found.ts';

const Properties = z.strictObject({
  StateMachineArn: z.string(),
  StateMachineRevisionId: z.string().optional(),
  Description: z.string().optional(),
});

/** Publishing the same revision again answers the version that is there. */
export const stepfunctionsStateMachineVersion = defineProvider({
  type: 'AWS::StepFunctions::StateMachineVersion',
  properties: Properties,
  createOnly: ['StateMachineArn', 'StateMachineRevisionId', 'Description'],
  identifiers: ['Arn'],
  createsAgain: true,
  create: async ({ StateMachineArn, StateMachineRevisionId, Description }, { call }) => {
    const { stateMachineVersionArn = '' } = await call('states', 'PublishStateMachineVersion', {
      stateMachineArn: StateMachineArn,
      ...(StateMachineRevisionId !== undefined && { revisionId: StateMachineRevisionId }),
      ...(Description !== undefined && { description: Description }),
    });
    return { physicalId: stateMachineVersionArn };
  },
  read: async (stateMachineArn, { call }) => {
    const found = await unlessAbsent(call('states', 'DescribeStateMachine', { stateMachineArn }));
    return found && { Arn: stateMachineArn };
  },
  describe: async (stateMachineArn, { call }) => {
    const found = await unlessAbsent(call('states', 'DescribeStateMachine', { stateMachineArn }));
    return found && { Description: found.description };
  },
  update: async () => undefined,
  delete: async (stateMachineVersionArn, { call }) => {
    await unlessAbsent(call('states', 'DeleteStateMachineVersion', { stateMachineVersionArn }));
  },
});
