import type { Scope } from '../cloud/store.ts';
import {
  BOOTSTRAP_PARAMETER,
  type BootstrapRole,
  bootstrapBucket,
  bootstrapRepositoryArn,
  bootstrapRoleArn,
} from './bootstrap-names.ts';

type Statement = Readonly<Record<string, unknown>>;

/** Who may assume a role of the bootstrap: its own account, and those that `--trust` names; never by ExternalId. */
export function bootstrapTrust(role: BootstrapRole, scope: Scope, trust: readonly string[]): string {
  if (role === 'cfn-exec') {
    return policy([assume({ Service: 'cloudformation.amazonaws.com' })]);
  }
  const accounts = [...new Set([scope.accountId, ...trust])].map((account) => `arn:aws:iam::${account}:root`);
  const direct = { Null: { 'sts:ExternalId': 'true' } };
  return policy(accounts.map((AWS) => assume({ AWS }, direct)));
}

function assume(Principal: object, Condition?: object): Statement {
  return { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition && { Condition }) };
}

const READ_OBJECTS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
const WRITE_OBJECTS = ['s3:DeleteObject*', 's3:PutObject*', 's3:Abort*'];
const USE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'];

/** AWS's policies that a role of the bootstrap has. */
export const BOOTSTRAP_ATTACHED: Partial<Record<BootstrapRole, readonly string[]>> = {
  deploy: ['arn:aws:iam::aws:policy/AWSCloudFormationReadOnlyAccess'],
};

/** The inline policy of a role as the template of the pinned CDK command line has it; `cfn-exec` has none. */
export function bootstrapPolicy(role: Exclude<BootstrapRole, 'cfn-exec'>, scope: Scope): string {
  return policy(STATEMENTS[role](scope));
}

const STATEMENTS: Record<Exclude<BootstrapRole, 'cfn-exec'>, (scope: Scope) => readonly Statement[]> = {
  'file-publishing': (scope) => [
    {
      ...allow([...READ_OBJECTS, 's3:GetEncryptionConfiguration', ...WRITE_OBJECTS], staging(scope)),
      Condition: { StringEquals: { 'aws:ResourceAccount': [scope.accountId] } },
    },
  ],
  'image-publishing': (scope) => [
    allow(
      [
        'ecr:PutImage',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:BatchCheckLayerAvailability',
        'ecr:DescribeRepositories',
        'ecr:DescribeImages',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
      ],
      [bootstrapRepositoryArn(scope)],
    ),
    allow(['ecr:GetAuthorizationToken'], ['*']),
  ],
  // AWS attaches ReadOnlyAccess, which reads all services; this is what the CLI and `mesh` use of it.
  lookup: (scope) => [
    allow(LOOK, ['*']),
    allow(['cloudformation:Describe*', 'cloudformation:Get*', 'cloudformation:List*'], ['*']),
    allow(['ssm:GetParameter', 'ssm:GetParameters'], [parameterArn(scope)]),
    { Sid: 'DontReadSecrets', Effect: 'Deny', Action: ['kms:Decrypt'], Resource: '*' },
  ],
  deploy: deployStatements,
};

/** What `mesh doctor` and `mesh access prove --live` ask an account. */
const LOOK = [
  'athena:GetWorkGroup',
  'athena:ListWorkGroups',
  'dynamodb:GetResourcePolicy',
  'dynamodb:ListTables',
  'events:DescribeEventBus',
  'events:ListEventBuses',
  'events:ListRules',
  'events:ListTargetsByRule',
  'glue:GetDatabases',
  'glue:GetResourcePolicy',
  'glue:GetTables',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies',
  'iam:ListRoles',
  'kms:GetKeyPolicy',
  'kms:ListAliases',
  'kms:ListKeys',
  'lakeformation:GetDataLakeSettings',
  'lakeformation:GetResourceLFTags',
  'lakeformation:ListDataCellsFilter',
  'lakeformation:ListPermissions',
  'lakeformation:ListResources',
  'lambda:GetPolicy',
  'lambda:ListFunctions',
  'logs:DescribeLogGroups',
  's3:GetBucketPolicy',
  's3:GetEncryptionConfiguration',
  's3:ListAllMyBuckets',
  'scheduler:GetSchedule',
  'scheduler:ListSchedules',
  'secretsmanager:GetResourcePolicy',
  'secretsmanager:ListSecrets',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sns:ListTopics',
  'sqs:GetQueueAttributes',
  'sqs:ListQueues',
  'states:DescribeStateMachine',
  'states:ListStateMachines',
];

function deployStatements(scope: Scope): readonly Statement[] {
  const elsewhere = { StringNotEquals: { 's3:ResourceAccount': scope.accountId } };
  const throughS3 = { StringEquals: { 'kms:ViaService': `s3.${scope.region}.amazonaws.com` } };
  return [
    { Sid: 'DeployPermissions', ...allow(DEPLOY.map(cloudFormation), ['*']) },
    {
      Sid: 'PipelineCrossAccountArtifactsBucket',
      ...allow([...READ_OBJECTS, ...WRITE_OBJECTS], ['*']),
      Condition: elsewhere,
    },
    { Sid: 'PipelineCrossAccountArtifactsKey', ...allow(USE_KEY, ['*']), Condition: throughS3 },
    allow(['iam:PassRole'], [bootstrapRoleArn('cfn-exec', scope)]),
    { Sid: 'CliPermissions', ...allow([...CLI.map(cloudFormation), 'sts:GetCallerIdentity'], ['*']) },
    { Sid: 'CliStagingBucket', ...allow(READ_OBJECTS, staging(scope)) },
    { Sid: 'ReadVersion', ...allow(['ssm:GetParameter', 'ssm:GetParameters'], [parameterArn(scope)]) },
    { Sid: 'Refactor', ...allow(REFACTOR.map(cloudFormation), ['*']) },
  ];
}

const DEPLOY = [
  'CreateChangeSet',
  'DeleteChangeSet',
  'ExecuteChangeSet',
  'CreateStack',
  'UpdateStack',
  'RollbackStack',
  'ContinueUpdateRollback',
];
const CLI = ['DeleteStack', 'UpdateTerminationProtection'];
const REFACTOR = ['CreateStackRefactor', 'ExecuteStackRefactor'];

const cloudFormation = (action: string): string => `cloudformation:${action}`;

function staging(scope: Scope): readonly string[] {
  const bucket = `arn:aws:s3:::${bootstrapBucket(scope)}`;
  return [bucket, `${bucket}/*`];
}

function parameterArn({ accountId, region }: Scope): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter${BOOTSTRAP_PARAMETER}`;
}

function allow(Action: readonly string[], Resource: readonly string[]): Statement {
  return { Effect: 'Allow', Action, Resource };
}

function policy(Statement: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
