import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Step Functions delivers its logs and traces as the machine's role; these actions have no resource level.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export function deliverLogsAndTraces(): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'DeliverLogs',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'DeliverTraces',
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
    }),
  ];
}
