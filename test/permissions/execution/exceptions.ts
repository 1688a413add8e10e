/** Actions that AWS needs and the sandbox does not ask for, by statement, and why they are given. */
export type ExecutionException = {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly reason: string;
  /** It is asked for, and something else allows it, too. */
  readonly isAsked?: boolean;
};

export const EXECUTION_EXCEPTIONS: readonly ExecutionException[] = [
  {
    sid: 'Buckets',
    actions: [
      's3:GetAccelerateConfiguration',
      's3:GetAnalyticsConfiguration',
      's3:GetBucketCORS',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketWebsite',
      's3:GetIntelligentTieringConfiguration',
      's3:GetInventoryConfiguration',
      's3:GetMetricsConfiguration',
      's3:GetReplicationConfiguration',
    ],
    reason:
      'AWS reads every property of a bucket for drift and for attributes; the sandbox those that it has',
  },
  {
    sid: 'Registries',
    actions: [
      'dynamodb:DescribeContributorInsights',
      'dynamodb:DescribeKinesisStreamingDestination',
      'dynamodb:GetResourcePolicy',
    ],
    reason: 'AWS reads every property of a table, also those that the sandbox has not',
  },
  {
    sid: 'Parameters',
    actions: ['ssm:GetParameters'],
    reason: 'AWS reads a parameter by the plural action, the sandbox by the singular one',
  },
  {
    sid: 'EncryptThroughServices',
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    reason:
      'DynamoDB and Lambda check, on behalf of who makes a table or a function, that the key works; the sandbox does not',
  },
  {
    sid: 'Functions',
    actions: [
      'lambda:GetFunctionCodeSigningConfig',
      'lambda:GetFunctionConcurrency',
      'lambda:GetFunctionRecursionConfig',
      'lambda:GetRuntimeManagementConfig',
      'lambda:ListTags',
    ],
    reason: 'AWS reads every property of a function, also those that the sandbox has not',
  },
  {
    sid: 'Queues',
    actions: ['sqs:GetQueueUrl'],
    reason: 'AWS finds a queue by its name before it changes it; the sandbox has its address',
  },
  {
    sid: 'Topics',
    actions: ['sns:DeleteTopic'],
    isAsked: true,
    reason:
      'once its own policy is deleted a topic has the default one, which lets its account delete it; a topic that never got its own needs it no less',
  },
  {
    sid: 'Topics',
    actions: ['sns:GetDataProtectionPolicy', 'sns:ListSubscriptionsByTopic'],
    reason: 'AWS reads every property of a topic, also those that the sandbox has not',
  },
  {
    sid: 'Dashboards',
    actions: ['cloudwatch:ListTagsForResource'],
    reason: 'AWS reads the tags of a dashboard for drift',
  },
  {
    sid: 'MeasureObjectives',
    actions: ['cloudwatch:GetMetricData'],
    reason: 'AWS looks at the metric of an objective before it takes the objective',
  },
  {
    sid: 'Roles',
    actions: ['iam:ListRoleTags'],
    reason: 'AWS reads the tags of a role apart; the sandbox with the role',
  },
];
