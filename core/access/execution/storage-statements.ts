import type { ExecutionArns } from './execution-scope.ts';
import { actionsOf, type ExecutionStatement } from './execution-statement.ts';

/** Buckets, keys, tables, parameters and secrets. */
export function storageStatements(arns: ExecutionArns): readonly ExecutionStatement[] {
  return [
    {
      sid: 'Buckets',
      types: ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'],
      actions: actionsOf('s3', [...BUCKET_WRITES, ...BUCKET_READS]),
      resources: [arns.buckets],
    },
    {
      sid: 'Registries',
      types: ['AWS::DynamoDB::Table'],
      actions: actionsOf('dynamodb', TABLE),
      resources: [arns.named('dynamodb', 'table/')],
    },
    {
      sid: 'Parameters',
      types: ['AWS::SSM::Parameter'],
      actions: actionsOf('ssm', PARAMETER),
      resources: [arns.parameters],
    },
    {
      // A parameter of every template: CloudFormation resolves it before it makes anything.
      sid: 'BootstrapVersion',
      types: [],
      actions: ['ssm:GetParameters'],
      resources: [arns.exactly('ssm', 'parameter/cdk-bootstrap/hnb659fds/version')],
    },
    {
      sid: 'Secrets',
      types: ['AWS::SecretsManager::Secret', 'AWS::SecretsManager::ResourcePolicy'],
      actions: actionsOf('secretsmanager', SECRET),
      resources: [arns.secrets],
    },
    ...keyStatements(arns),
  ];
}

const BUCKET_WRITES = [
  'CreateBucket',
  'DeleteBucket',
  'DeleteBucketPolicy',
  'PutBucketLogging',
  'PutBucketNotification',
  'PutBucketOwnershipControls',
  'PutBucketPolicy',
  'PutBucketPublicAccessBlock',
  'PutBucketTagging',
  'PutBucketVersioning',
  'PutEncryptionConfiguration',
  'PutLifecycleConfiguration',
];

const BUCKET_READS = [
  'GetAccelerateConfiguration',
  'GetAnalyticsConfiguration',
  'GetBucketCORS',
  'GetBucketLogging',
  'GetBucketNotification',
  'GetBucketObjectLockConfiguration',
  'GetBucketOwnershipControls',
  'GetBucketPolicy',
  'GetBucketPublicAccessBlock',
  'GetBucketTagging',
  'GetBucketVersioning',
  'GetBucketWebsite',
  'GetEncryptionConfiguration',
  'GetIntelligentTieringConfiguration',
  'GetInventoryConfiguration',
  'GetLifecycleConfiguration',
  'GetMetricsConfiguration',
  'GetReplicationConfiguration',
  'ListBucket',
];

const TABLE = [
  'CreateTable',
  'DeleteTable',
  'DescribeContinuousBackups',
  'DescribeContributorInsights',
  'DescribeKinesisStreamingDestination',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetResourcePolicy',
  'ListTagsOfResource',
  'TagResource',
  'UntagResource',
  'UpdateContinuousBackups',
  'UpdateTable',
];

const PARAMETER = [
  'AddTagsToResource',
  'DeleteParameter',
  'GetParameter',
  'GetParameters',
  'ListTagsForResource',
  'PutParameter',
  'RemoveTagsFromResource',
];

/** Everything about a secret but its value. */
const SECRET = [
  'CreateSecret',
  'DeleteResourcePolicy',
  'DeleteSecret',
  'DescribeSecret',
  'GetResourcePolicy',
  'PutResourcePolicy',
  'TagResource',
  'UntagResource',
  'UpdateSecret',
];

/**
 * A new key has no name yet, and its tags count for permissions only after minutes: what a creation needs stands
 * without a condition on the key, what could harm a key that is there needs the mesh's tags on it.
 */
function keyStatements(arns: ExecutionArns): readonly ExecutionStatement[] {
  const types = ['AWS::KMS::Key'];
  const key = [arns.exactly('kms', 'key/*')];
  return [
    {
      sid: 'CreateKeys',
      types,
      actions: ['kms:CreateKey'],
      resources: ['*'],
      conditions: { StringEquals: arns.tags('aws:RequestTag') },
    },
    {
      // Not on a key with a foreign name: the tags are what opens it.
      sid: 'TagNewKeys',
      types,
      actions: ['kms:TagResource'],
      resources: ['*'],
      conditions: {
        StringEquals: arns.tags('aws:RequestTag'),
        'ForAllValues:StringLike': {
          'kms:ResourceAliases': `alias/${arns.prefix}*`,
        },
      },
    },
    {
      sid: 'SetUpKeys',
      types: [...types, 'AWS::KMS::Alias'],
      actions: actionsOf('kms', NEW_KEY),
      resources: key,
    },
    {
      sid: 'ChangeKeys',
      types,
      actions: actionsOf('kms', KEPT_KEY),
      resources: key,
      conditions: { StringEquals: arns.tags('aws:ResourceTag') },
    },
    {
      sid: 'NameKeys',
      types: ['AWS::KMS::Alias'],
      actions: actionsOf('kms', ['CreateAlias', 'DeleteAlias']),
      resources: [arns.named('kms', 'alias/')],
    },
    {
      sid: 'EncryptThroughServices',
      types: ['AWS::DynamoDB::Table', 'AWS::Lambda::Function'],
      actions: actionsOf('kms', ['CreateGrant', 'Decrypt', 'Encrypt', 'GenerateDataKey']),
      resources: key,
      conditions: {
        StringEquals: {
          'kms:ViaService': ['dynamodb', 'lambda'].map(
            (service) => `${service}.${arns.region}.amazonaws.com`,
          ),
        },
      },
    },
    {
      sid: 'EncryptSecrets',
      types: ['AWS::SecretsManager::Secret'],
      actions: actionsOf('kms', ['Decrypt', 'GenerateDataKey']),
      resources: key,
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${arns.region}.amazonaws.com` } },
    },
  ];
}

const NEW_KEY = [
  'CreateAlias',
  'DescribeKey',
  'EnableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListResourceTags',
];

const KEPT_KEY = [
  'DeleteAlias',
  'PutKeyPolicy',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateKeyDescription',
];
