import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type DeadLetterQueueName, TOKEN_KEY_OBJECT } from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { PLATFORM_DOMAIN } from '../../mesh-scope.ts';
import type { FunctionName } from '../functions/function-names.ts';

/** What Athena looks up for a query; Lake Formation decides what it shows. */
export function readCatalog(domain: DomainScope): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadCatalog',
    actions: ['glue:GetDatabase', 'glue:GetTable'],
    resources: readableCatalogArns(domain),
  });
}

/** As `readCatalog`, and lists for people. */
export function browseCatalog(domain: DomainScope): PolicyStatement {
  return new PolicyStatement({
    sid: 'BrowseCatalog',
    actions: ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables'],
    resources: readableCatalogArns(domain),
  });
}

function readableCatalogArns(domain: DomainScope): string[] {
  return [...new Set([...domain.ownCatalogArns(), ...domain.upstreamCatalogArns()])];
}

/** The action has no resource level: Lake Formation decides per table. */
export function vendData(): PolicyStatement {
  return new PolicyStatement({ sid: 'VendData', actions: ['lakeformation:GetDataAccess'], resources: ['*'] });
}

export type QueryAction =
  | 'GetQueryExecution'
  | 'GetQueryResults'
  | 'GetWorkGroup'
  | 'StartQueryExecution'
  | 'StopQueryExecution';

/** Queries in one workgroup, with results below its own prefix of the results bucket. */
export function runQueries(
  domain: DomainScope,
  workgroup: string,
  actions: readonly QueryAction[],
): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'RunQueries',
      actions: actions.map((action) => `athena:${action}`),
      resources: [domain.workgroupArn(workgroup)],
    }),
    new PolicyStatement({
      sid: 'FindResults',
      actions: ['s3:GetBucketLocation', 's3:ListBucket'],
      resources: [domain.bucketArn('results')],
    }),
    new PolicyStatement({
      sid: 'KeepResults',
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [`${domain.bucketArn('results')}/${workgroup}/*`],
    }),
  ];
}

/** Whoever keeps the files of products keeps them beside the key of the domain's tokens, and has no business with it. */
export function keepFromTokenKey(
  domain: DomainScope,
  actions: readonly ('s3:GetObject' | 's3:PutObject')[],
): readonly PolicyStatement[] {
  if (!domain.hasTokenKey) return [];
  return [
    new PolicyStatement({
      sid: 'KeepFromTokenKey',
      effect: Effect.DENY,
      actions: [...actions],
      resources: [`${domain.bucketArn('products')}/${TOKEN_KEY_OBJECT}`],
    }),
  ];
}

/** Use of the domain's key through S3 and nothing else. */
export function useKeyThroughS3(domain: DomainScope, keyArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseKeyThroughS3',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${domain.region}.amazonaws.com` } },
  });
}

/** DynamoDB opens a table that this key encrypts with its caller's right to decrypt. */
export function openRegistry(domain: DomainScope, keyArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'OpenRegistry',
    actions: ['kms:Decrypt'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${domain.region}.amazonaws.com` } },
  });
}

/** Logs of functions. */
export function writeLogs(domain: DomainScope, functions: readonly FunctionName[]): PolicyStatement {
  return new PolicyStatement({
    sid: 'WriteLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: functions.map((name) => logStreamsArn(domain, name)),
  });
}

/** Streams of a function's log group. */
export function logStreamsArn(domain: DomainScope, functionName: FunctionName): string {
  return `arn:aws:logs:${domain.region}:${domain.account}:log-group:/aws/lambda/${domain.name(functionName)}:*`;
}

/** SSM parameters that point to the documents of the domain: one by its name, or all below the domain's path. */
export function findDocuments(
  domain: DomainScope,
  action: 'ssm:GetParameter' | 'ssm:GetParametersByPath',
): PolicyStatement {
  return new PolicyStatement({ sid: 'FindDocuments', actions: [action], resources: [domain.parametersArn] });
}

/** Manifests and declared grants, among the account's assets. */
export function readDocuments(domain: DomainScope): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadDocuments',
    actions: ['s3:GetObject'],
    resources: [domain.manifestAssetsArn],
  });
}

/** Writing with the platform's key, by its alias: its id is not known to other accounts. */
export function usePlatformKey(domain: DomainScope): PolicyStatement {
  const { environment, names } = domain.scope;
  return new PolicyStatement({
    sid: 'UsePlatformKeyThroughS3',
    actions: ['kms:GenerateDataKey'],
    resources: [platformKeysArn(domain)],
    conditions: {
      StringEquals: { 'kms:ViaService': `s3.${domain.region}.amazonaws.com` },
      'ForAnyValue:StringEquals': {
        'kms:ResourceAliases': `alias/${names.mesh}-${environment.name}-${PLATFORM_DOMAIN}`,
      },
    },
  });
}

export function platformKeysArn(domain: DomainScope): string {
  return `arn:aws:kms:${domain.region}:${domain.scope.environment.platformAccount}:key/*`;
}

/** What Lambda and Scheduler need of the role in whose name they put what came to nothing into a queue. */
export function sendDeadLetters(
  domain: DomainScope,
  queue: DeadLetterQueueName,
  keyArn: string,
): readonly PolicyStatement[] {
  return [
    sendDeadLettersOnly(domain, queue),
    new PolicyStatement({
      sid: 'UseKeyThroughQueues',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `sqs.${domain.region}.amazonaws.com` } },
    }),
  ];
}

/** As `sendDeadLetters`, for a role that is made before the domain's key: the key's own policy names the role. */
export function sendDeadLettersOnly(domain: DomainScope, queue: DeadLetterQueueName): PolicyStatement {
  return new PolicyStatement({
    sid: 'SendDeadLetters',
    actions: ['sqs:SendMessage'],
    resources: [domain.queueArn(queue)],
  });
}
