import type { ExecutionArns } from './execution-scope.ts';
import { actionsOf, type ExecutionStatement } from './execution-statement.ts';

/** Functions, state machines, events, schedules and their logs. */
export function computeStatements(arns: ExecutionArns): readonly ExecutionStatement[] {
  return [
    {
      sid: 'Functions',
      types: ['AWS::Lambda::EventInvokeConfig', 'AWS::Lambda::Function'],
      actions: actionsOf('lambda', FUNCTION),
      resources: [arns.named('lambda', 'function:')],
    },
    {
      sid: 'FunctionCode',
      types: ['AWS::Lambda::Function'],
      actions: ['s3:GetObject'],
      resources: [arns.assets],
    },
    {
      sid: 'AskFunctions',
      types: ['Custom::FreeholdGrants', 'Custom::FreeholdTables', 'Custom::FreeholdTokenKey'],
      actions: ['lambda:InvokeFunction'],
      resources: ['-reconcile-grants', '-provision-table'].map((name) =>
        arns.named('lambda', 'function:', name),
      ),
    },
    {
      sid: 'StateMachines',
      types: [
        'AWS::StepFunctions::StateMachine',
        'AWS::StepFunctions::StateMachineAlias',
        'AWS::StepFunctions::StateMachineVersion',
      ],
      actions: actionsOf('states', STATE_MACHINE),
      resources: [arns.named('states', 'stateMachine:')],
    },
    {
      sid: 'Events',
      types: [
        'AWS::Events::Archive',
        'AWS::Events::EventBus',
        'AWS::Events::EventBusPolicy',
        'AWS::Events::Rule',
      ],
      actions: actionsOf('events', EVENTS),
      resources: ['archive/', 'event-bus/', 'rule/'].map((kind) => arns.named('events', kind)),
    },
    {
      sid: 'Schedules',
      types: ['AWS::Scheduler::Schedule', 'AWS::Scheduler::ScheduleGroup'],
      actions: actionsOf('scheduler', SCHEDULE),
      resources: ['schedule/', 'schedule-group/'].map((kind) => arns.named('scheduler', kind)),
    },
    {
      sid: 'Logs',
      types: ['AWS::Logs::LogGroup'],
      actions: actionsOf('logs', LOG_GROUP),
      resources: ['/aws/lambda/', '/aws/vendedlogs/states/'].map((path) =>
        arns.named('logs', `log-group:${path}`),
      ),
    },
    {
      sid: 'FindLogs',
      types: ['AWS::Logs::LogGroup'],
      actions: ['logs:DescribeLogGroups'],
      resources: [arns.exactly('logs', 'log-group:*')],
    },
  ];
}

const FUNCTION = [
  'CreateFunction',
  'DeleteFunction',
  'DeleteFunctionEventInvokeConfig',
  'GetFunction',
  'GetFunctionCodeSigningConfig',
  'GetFunctionConcurrency',
  'GetFunctionConfiguration',
  'GetFunctionEventInvokeConfig',
  'GetFunctionRecursionConfig',
  'GetRuntimeManagementConfig',
  'ListTags',
  'PutFunctionEventInvokeConfig',
  'TagResource',
  'UntagResource',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
];

const STATE_MACHINE = [
  'CreateStateMachine',
  'CreateStateMachineAlias',
  'DeleteStateMachine',
  'DeleteStateMachineAlias',
  'DeleteStateMachineVersion',
  'DescribeStateMachine',
  'DescribeStateMachineAlias',
  'ListTagsForResource',
  'PublishStateMachineVersion',
  'TagResource',
  'UntagResource',
  'UpdateStateMachine',
  'UpdateStateMachineAlias',
];

const EVENTS = [
  'CreateArchive',
  'CreateEventBus',
  'DeleteArchive',
  'DeleteEventBus',
  'DeleteRule',
  'DescribeArchive',
  'DescribeEventBus',
  'DescribeRule',
  'ListTagsForResource',
  'ListTargetsByRule',
  'PutPermission',
  'PutRule',
  'PutTargets',
  'RemovePermission',
  'RemoveTargets',
  'TagResource',
  'UntagResource',
  'UpdateArchive',
  'UpdateEventBus',
];

const SCHEDULE = [
  'CreateSchedule',
  'CreateScheduleGroup',
  'DeleteSchedule',
  'DeleteScheduleGroup',
  'GetSchedule',
  'GetScheduleGroup',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
  'UpdateSchedule',
];

const LOG_GROUP = [
  'AssociateKmsKey',
  'CreateLogGroup',
  'DeleteLogGroup',
  'ListTagsForResource',
  'PutRetentionPolicy',
  'TagResource',
  'UntagResource',
];
