import type { Cloud } from '../../cloud/cloud.ts';
import type { Service } from '../../cloud/service.ts';
import { executions } from './executions.ts';
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from './operations/aliases.ts';
import { describeExecution, getExecutionHistory, stopExecution } from './operations/describe-execution.ts';
import { listExecutions } from './operations/list-executions.ts';
import {
  describeStateMachine,
  describeStateMachineForExecution,
  listStateMachines,
  validateStateMachineDefinition,
} from './operations/read-machines.ts';
import { startExecution } from './operations/start-execution.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import {
  deleteStateMachineVersion,
  listStateMachineVersions,
  publishStateMachineVersion,
} from './operations/versions.ts';
import { createStateMachine, deleteStateMachine, updateStateMachine } from './operations/write-machines.ts';
import { runExecution } from './run-execution.ts';

/** AWS Step Functions: JSONata state machines, run by our own engine. */
export function createStatesService(cloud: Cloud): Service {
  executions(cloud).runWith(runExecution);
  return {
    name: 'states',
    operations: {
      CreateStateMachine: createStateMachine,
      UpdateStateMachine: updateStateMachine,
      DeleteStateMachine: deleteStateMachine,
      DescribeStateMachine: describeStateMachine,
      DescribeStateMachineForExecution: describeStateMachineForExecution,
      ListStateMachines: listStateMachines,
      ValidateStateMachineDefinition: validateStateMachineDefinition,
      PublishStateMachineVersion: publishStateMachineVersion,
      ListStateMachineVersions: listStateMachineVersions,
      DeleteStateMachineVersion: deleteStateMachineVersion,
      CreateStateMachineAlias: createStateMachineAlias,
      UpdateStateMachineAlias: updateStateMachineAlias,
      DescribeStateMachineAlias: describeStateMachineAlias,
      DeleteStateMachineAlias: deleteStateMachineAlias,
      ListStateMachineAliases: listStateMachineAliases,
      StartExecution: startExecution,
      StopExecution: stopExecution,
      DescribeExecution: describeExecution,
      ListExecutions: listExecutions,
      GetExecutionHistory: getExecutionHistory,
      ListTagsForResource: listTagsForResource,
      TagResource: tagResource,
      UntagResource: untagResource,
    },
    start: async () => executions(cloud).abortLeftOvers(),
    idle: () => executions(cloud).idle(),
    stop: () => executions(cloud).stop(),
  };
}
