/**
 * Actions that read, write or open data, by service: what a wildcard in a policy is tried with, beside every action
 * that any policy names.
 */
const DATA_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  athena: [
    'athena:StartQueryExecution',
    'athena:GetQueryExecution',
    'athena:GetQueryResults',
    'athena:GetWorkGroup',
    'athena:ListQueryExecutions',
    'athena:UpdateWorkGroup',
  ],
  dynamodb: [
    'dynamodb:BatchGetItem',
    'dynamodb:DeleteItem',
    'dynamodb:ExportTableToPointInTime',
    'dynamodb:GetItem',
    'dynamodb:GetRecords',
    'dynamodb:PutItem',
    'dynamodb:PutResourcePolicy',
    'dynamodb:Query',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
  ],
  events: ['events:PutEvents', 'events:PutPermission', 'events:PutRule', 'events:PutTargets'],
  iam: [
    'iam:AttachRolePolicy',
    'iam:CreatePolicyVersion',
    'iam:DeleteRolePermissionsBoundary',
    'iam:PassRole',
    'iam:PutRolePolicy',
    'iam:SetDefaultPolicyVersion',
    'iam:UpdateAssumeRolePolicy',
    'sts:AssumeRole',
  ],
  kms: [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:PutKeyPolicy',
    'kms:ReEncryptFrom',
    'kms:ScheduleKeyDeletion',
  ],
  lambda: [
    'lambda:AddPermission',
    'lambda:GetFunction',
    'lambda:InvokeFunction',
    'lambda:UpdateFunctionCode',
    'lambda:UpdateFunctionConfiguration',
  ],
  logs: [
    'logs:DescribeLogStreams',
    'logs:FilterLogEvents',
    'logs:GetLogEvents',
    'logs:PutLogEvents',
    'logs:PutSubscriptionFilter',
    'logs:StartQuery',
  ],
  s3: [
    's3:DeleteObject',
    's3:GetBucketPolicy',
    's3:GetObject',
    's3:GetObjectVersion',
    's3:ListBucket',
    's3:ListBucketVersions',
    's3:PutBucketPolicy',
    's3:PutObject',
    's3:PutObjectAcl',
    's3:PutReplicationConfiguration',
  ],
  scheduler: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
  secretsmanager: [
    'secretsmanager:GetSecretValue',
    'secretsmanager:PutResourcePolicy',
    'secretsmanager:PutSecretValue',
  ],
  sns: ['sns:AddPermission', 'sns:Publish', 'sns:SetTopicAttributes', 'sns:Subscribe'],
  sqs: [
    'sqs:AddPermission',
    'sqs:DeleteMessage',
    'sqs:ReceiveMessage',
    'sqs:SendMessage',
    'sqs:SetQueueAttributes',
  ],
  ssm: ['ssm:GetParameter', 'ssm:GetParametersByPath', 'ssm:PutParameter'],
  states: [
    'states:DescribeExecution',
    'states:DescribeStateMachine',
    'states:GetExecutionHistory',
    'states:StartExecution',
    'states:UpdateStateMachine',
  ],
};

/** Actions that AWS has for the account only, so that no policy can keep them to one domain's resources. */
export const ACCOUNT_WIDE: ReadonlySet<string> = new Set([
  'cloudwatch:PutMetricData',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** Services whose actions can be on what an ARN names. */
export function servicesOf(arn: string): readonly string[] {
  const service = arn.split(':')[2] ?? '';
  return service === 'iam' ? ['iam', 'sts'] : [service];
}

export function dataActions(services: readonly string[]): readonly string[] {
  return services
    .flatMap((service) => DATA_ACTIONS[service] ?? [])
    .filter((action) => services.includes(serviceOf(action)));
}

export const serviceOf = (action: string): string => action.split(':')[0]?.toLowerCase() ?? '';
