import type {
  DescribeStateMachineCommandInput,
  DescribeStateMachineCommandOutput,
  DescribeStateMachineForExecutionCommandInput,
  DescribeStateMachineForExecutionCommandOutput,
  ListStateMachinesCommandInput,
  ListStateMachinesCommandOutput,
  ValidateStateMachineDefinitionCommandInput,
  ValidateStateMachineDefinitionCommandOutput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../../../cloud/aws-error.ts';
import { defineOperation } from '../../../cloud/operation.ts';
import { parseDefinition } from '../asl/parse-definition.ts';
import { executionRequest, requireExecution } from '../execution-address.ts';
import { machineAddress, machineRequest, machineTarget } from '../machine-address.ts';
import { page } from '../page.ts';
import { statesStore } from '../store.ts';
import { findIntegration } from '../tasks/integrations.ts';

export const describeStateMachine = defineOperation<
  DescribeStateMachineCommandInput,
  DescribeStateMachineCommandOutput
>({
  service: 'states',
  name: 'DescribeStateMachine',
  authorize: (input) => [machineRequest('DescribeStateMachine', input.stateMachineArn)],
  handle: (input, { cloud }) => {
    const { machine, definition, roleArn, versionArn } = machineTarget(
      cloud,
      machineAddress(input.stateMachineArn),
    );
    return {
      stateMachineArn: versionArn ?? machine.arn,
      name: machine.name,
      status: 'ACTIVE' as const,
      definition,
      roleArn,
      type: 'STANDARD' as const,
      creationDate: new Date(machine.createdAt),
      loggingConfiguration: machine.logging ?? { level: 'OFF' as const, includeExecutionData: false },
      tracingConfiguration: machine.tracing ?? { enabled: false },
      ...(machine.encryption && { encryptionConfiguration: machine.encryption }),
      revisionId: machine.revisionId,
    };
  },
});

export const describeStateMachineForExecution = defineOperation<
  DescribeStateMachineForExecutionCommandInput,
  DescribeStateMachineForExecutionCommandOutput
>({
  service: 'states',
  name: 'DescribeStateMachineForExecution',
  authorize: (input) => [executionRequest('DescribeStateMachineForExecution', input.executionArn)],
  handle: (input, { cloud }) => {
    const { record } = requireExecution(cloud, input.executionArn);
    return {
      stateMachineArn: record.machineArn,
      name: record.machineName,
      definition: record.definition,
      roleArn: record.roleArn,
      updateDate: new Date(record.startDate),
    };
  },
});

export const listStateMachines = defineOperation<
  ListStateMachinesCommandInput,
  ListStateMachinesCommandOutput
>({
  service: 'states',
  name: 'ListStateMachines',
  authorize: () => [{ action: 'states:ListStateMachines', resource: '*' }],
  handle: (input, context) => {
    const { items, nextToken } = page(statesStore(context.cloud).machines.list(context), input);
    return {
      stateMachines: items.map(([, { arn, name, createdAt }]) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD' as const,
        creationDate: new Date(createdAt),
      })),
      ...(nextToken !== undefined && { nextToken }),
    };
  },
});

export const validateStateMachineDefinition = defineOperation<
  ValidateStateMachineDefinitionCommandInput,
  ValidateStateMachineDefinitionCommandOutput
>({
  service: 'states',
  name: 'ValidateStateMachineDefinition',
  authorize: () => [{ action: 'states:ValidateStateMachineDefinition', resource: '*' }],
  handle: (input) => {
    try {
      const isResource = (resource: string): boolean => findIntegration(resource) !== undefined;
      parseDefinition(input.definition ?? '', { isResource });
      return { result: 'OK' as const, diagnostics: [] };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const finding = {
        severity: 'ERROR' as const,
        code: 'SCHEMA_VALIDATION_FAILED',
        message: error.message,
      };
      return { result: 'FAIL' as const, diagnostics: [finding] };
    }
  },
});
