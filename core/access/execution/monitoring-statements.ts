import type { ExecutionArns } from './execution-scope.ts';
import { actionsOf, type ExecutionStatement } from './execution-statement.ts';

/** Dead letter queues, topics, alarms, objectives and dashboards. */
export function monitoringStatements(arns: ExecutionArns): readonly ExecutionStatement[] {
  return [
    {
      sid: 'Queues',
      types: ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy'],
      actions: actionsOf('sqs', QUEUE),
      resources: [arns.named('sqs', '')],
    },
    {
      sid: 'Topics',
      types: ['AWS::SNS::Subscription', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy'],
      actions: actionsOf('sns', TOPIC),
      resources: [arns.named('sns', '')],
    },
    {
      sid: 'Alarms',
      types: ['AWS::CloudWatch::Alarm'],
      actions: actionsOf('cloudwatch', [
        'DeleteAlarms',
        'ListTagsForResource',
        'PutMetricAlarm',
        'TagResource',
        'UntagResource',
      ]),
      resources: [arns.named('cloudwatch', 'alarm:')],
    },
    {
      sid: 'FindAlarms',
      types: ['AWS::CloudWatch::Alarm'],
      actions: ['cloudwatch:DescribeAlarms'],
      resources: [arns.exactly('cloudwatch', 'alarm:*')],
    },
    {
      sid: 'Dashboards',
      types: ['AWS::CloudWatch::Dashboard'],
      actions: actionsOf('cloudwatch', DASHBOARD),
      resources: [arns.global('cloudwatch', 'dashboard/')],
    },
    {
      sid: 'Objectives',
      types: ['AWS::ApplicationSignals::ServiceLevelObjective'],
      actions: actionsOf('application-signals', OBJECTIVE),
      resources: [arns.named('application-signals', 'slo/')],
    },
    {
      // AWS looks at the metric of an objective before it takes the objective.
      sid: 'MeasureObjectives',
      types: ['AWS::ApplicationSignals::ServiceLevelObjective'],
      actions: ['cloudwatch:GetMetricData'],
      resources: ['*'],
    },
  ];
}

const QUEUE = [
  'CreateQueue',
  'DeleteQueue',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListQueueTags',
  'SetQueueAttributes',
  'TagQueue',
  'UntagQueue',
];

const TOPIC = [
  'CreateTopic',
  'DeleteTopic',
  'GetDataProtectionPolicy',
  'GetSubscriptionAttributes',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'ListTagsForResource',
  'SetTopicAttributes',
  'Subscribe',
  'TagResource',
  'Unsubscribe',
  'UntagResource',
];

const DASHBOARD = [
  'DeleteDashboards',
  'GetDashboard',
  'ListTagsForResource',
  'PutDashboard',
  'TagResource',
  'UntagResource',
];

const OBJECTIVE = [
  'CreateServiceLevelObjective',
  'DeleteServiceLevelObjective',
  'GetServiceLevelObjective',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
  'UpdateServiceLevelObjective',
];
