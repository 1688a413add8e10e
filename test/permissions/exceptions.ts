import type { GivenAction } from './live-policies.ts';

/** An action that may be taken away without a failure in the sandbox, and why it is given all the same. */
export type Exception = {
  readonly roles: readonly string[];
  readonly actions: readonly string[];
  /** Where the same action is also given by a statement that does count. */
  readonly sid?: string;
  readonly reason: string;
  /** The sandbox asks for it as AWS does, and as on AWS nothing fails when it is refused. */
  readonly isQuiet?: boolean;
};

const PEOPLE = ['analyst', 'engineer'] as const;
const QUERYING = [...PEOPLE, 'pipeline', 'publisher'] as const;
const STARTERS = ['schedule-enforce-policies', 'schedule-measure-slo', 'starter'] as const;
const FUNCTIONS = ['observer', 'provisioner', 'publisher', 'reconciler'] as const;

export const EXCEPTIONS: readonly Exception[] = [
  {
    roles: FUNCTIONS,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    isQuiet: true,
    reason: 'without it a function runs, and its lines are lost',
  },
  {
    roles: ['observer', 'provisioner', 'reconciler'],
    sid: 'SendDeadLetters',
    actions: ['sqs:SendMessage'],
    isQuiet: true,
    reason: 'asked when a failure destination is set, then only when a function fails for good',
  },
  {
    roles: ['observer', 'provisioner', ...STARTERS],
    sid: 'UseKeyThroughQueues',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    reason: 'used when something fails for good; test/sandbox/services/dead-letters.test.ts lets it fail',
  },
  {
    roles: STARTERS,
    sid: 'SendDeadLetters',
    actions: ['sqs:SendMessage'],
    reason:
      'used when a target refuses a schedule; test/sandbox/services/dead-letters.test.ts lets it refuse',
  },
  {
    roles: ['pipeline'],
    sid: 'DeliverLogs',
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    reason:
      'Step Functions sets up the delivery of its logs as this role; the sandbox keeps the history only',
  },
  {
    roles: ['pipeline'],
    sid: 'DeliverTraces',
    actions: [
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ],
    reason: 'the sandbox has no X-Ray',
  },
  {
    roles: ['pipeline', ...PEOPLE],
    actions: ['athena:StopQueryExecution'],
    reason: 'a query that its run, or a person, gives up; nothing waits for the answer',
  },
  {
    roles: PEOPLE,
    actions: ['athena:GetWorkGroup'],
    reason: 'the console of Athena shows the workgroup before a query is typed',
  },
  {
    roles: QUERYING,
    sid: 'FindResults',
    actions: ['s3:GetBucketLocation', 's3:ListBucket'],
    reason: 'Athena looks at the place of results; documented, and not asked by the sandbox',
  },
  {
    roles: QUERYING,
    sid: 'KeepResults',
    actions: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    reason: 'Athena writes large results in parts; the sandbox writes in one',
  },
  {
    roles: ['pipeline'],
    sid: 'KeepResults',
    actions: ['s3:GetObject'],
    reason: 'documented for every caller of Athena; the gate is who reads results here',
  },
  {
    roles: ['pipeline'],
    sid: 'FindProducts',
    actions: ['s3:GetBucketLocation'],
    reason: 'Athena looks at the place of what it unloads; documented, and not asked by the sandbox',
  },
  {
    roles: ['pipeline'],
    sid: 'WriteProducts',
    actions: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    reason: 'Athena unloads in parts; the sandbox writes in one',
  },
  {
    roles: ['pipeline'],
    sid: 'UseKeyThroughS3',
    actions: ['kms:Decrypt'],
    reason: 'the parts of an upload are read with the key when it completes; the sandbox writes in one',
  },
  {
    roles: ['pipeline'],
    sid: 'ReadSecrets',
    actions: ['secretsmanager:GetSecretValue'],
    reason: 'for queries and calls of the domain’s own; no part of a product reads a secret yet',
  },
  {
    roles: ['pipeline'],
    sid: 'UseKeyThroughSecrets',
    actions: ['kms:Decrypt'],
    reason: 'as for ReadSecrets',
  },
  {
    roles: ['engineer'],
    sid: 'FindLanded',
    actions: ['s3:GetBucketLocation'],
    reason: 'the console of S3 and tools that copy directories ask for it',
  },
  {
    roles: ['engineer'],
    sid: 'LandFiles',
    actions: ['s3:AbortMultipartUpload'],
    reason: 'a large file lands in parts, and a broken upload is given up',
  },
  {
    roles: ['reconciler'],
    sid: 'SeeCatalog',
    actions: ['glue:GetTable'],
    reason: 'Lake Formation looks at what is granted with the rights of who grants; the sandbox does not ask',
  },
  {
    roles: ['reconciler'],
    sid: 'SeeCatalog',
    actions: ['glue:GetDatabase'],
    isQuiet: true,
    reason: 'as for glue:GetTable; the catalog is also asked for with a link, which KeepLinks allows',
  },
  {
    roles: ['reconciler'],
    sid: 'LookBehindLinks',
    actions: ['glue:GetTable'],
    isQuiet: true,
    reason: 'asked by name where the list of tables shows none; beside the list it is the second way to see',
  },
  {
    roles: ['reconciler'],
    sid: 'KeepLinks',
    actions: ['glue:GetTable'],
    reason: 'as for SeeCatalog',
  },
  {
    roles: ['reconciler'],
    actions: [
      'glue:DeleteResourcePolicy',
      'glue:PutResourcePolicy',
      'ram:AssociateResourceShare',
      'ram:AssociateResourceSharePermission',
      'ram:CreateResourceShare',
      'ram:DeleteResourceShare',
      'ram:DisassociateResourceShare',
      'ram:GetResourceShareAssociations',
      'ram:GetResourceShares',
      'ram:ListResources',
      'ram:UpdateResourceShare',
    ],
    reason:
      'Lake Formation shares across accounts through Resource Access Manager, which the sandbox has not',
  },
];

/** The exception that stands for an action. */
export function exceptionFor(given: GivenAction): Exception | undefined {
  return EXCEPTIONS.find(
    ({ roles, actions, sid }) =>
      roles.includes(given.role) &&
      actions.includes(given.action) &&
      (sid === undefined || sid === given.sid),
  );
}
