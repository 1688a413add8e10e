import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { busArn, glueDatabase, METRIC_NAMESPACE, type Zone, ZONES } from '../../../core/naming/names.ts';
import { consumerDomains, upstreamDomains } from '../../../core/spec/upstream-domains.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { accountOf } from '../../mesh-scope.ts';
import { type FunctionName, RUN_FUNCTIONS } from '../functions/function-names.ts';
import { deliverLogsAndTraces } from './deliver-logs.ts';
import { reconcilerStatements } from './reconciler-statements.ts';
import { keepSecrets } from './secret-statements.ts';
import { logStreamsArn, readDocuments, usePlatformKey, vendData } from './statements.ts';

const READ_CATALOG = ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables'] as const;

/** Functions that rules, schedules and machines invoke; others are CloudFormation's to call. */
const INVOKED: readonly FunctionName[] = [...RUN_FUNCTIONS, 'enforce-policies', 'measure-slo'];

/** Functions that run as a role of the namespace. */
const LOGGING: readonly FunctionName[] = [...RUN_FUNCTIONS, 'provision-table', 'measure-slo'];

/** The most that people of a domain can do: query, bring files, and keep secrets. */
export function peopleBoundary(domain: DomainScope): readonly PolicyStatement[] {
  return [
    ...keepObjects(domain),
    useKeys(domain),
    ...readCatalogs(domain, ZONES),
    vendData(),
    runQueries(domain, domain.people),
    ...keepSecrets(domain, ['GetSecretValue', 'PutSecretValue']),
  ];
}

/** The most that machines, rules, schedules and Lake Formation can do for a domain: query, start, invoke, forward. */
export function pipelineBoundary(domain: DomainScope): readonly PolicyStatement[] {
  return [
    ...keepObjects(domain),
    useKeys(domain),
    ...readCatalogs(domain, ZONES),
    ...(domain.hasTokenKey ? [allow(['glue:GetDatabase', 'glue:GetTable'], domain.tokenKeyArns())] : []),
    vendData(),
    runQueries(domain, ['pipeline']),
    allow(
      ['lambda:InvokeFunction'],
      INVOKED.map((name) => domain.functionArn(name)),
    ),
    allow(['states:StartExecution'], [domain.stateMachinesArn('stateMachine')]),
    allow(['events:PutEvents'], reachedBuses(domain)),
    allow(['sqs:SendMessage'], [domain.queueArn('undelivered')]),
    ...keepSecrets(domain, ['GetSecretValue']),
    ...deliverLogsAndTraces(),
  ];
}

/** The most that functions of a domain can do, but for those that grant: keep tables, registry and records. */
export function functionBoundary(domain: DomainScope): readonly PolicyStatement[] {
  return [
    ...keepObjects(domain),
    allow(['s3:PutObject'], [domain.recordsArn('ledger'), domain.recordsArn('lineage')]),
    readDocuments(domain),
    useKeys(domain),
    usePlatformKey(domain),
    ...readCatalogs(domain, []),
    allow(
      [...READ_CATALOG, 'glue:CreateTable', 'glue:DeleteTable', 'glue:UpdateTable'],
      domain.ownCatalogArns(),
    ),
    vendData(),
    runQueries(domain, ['pipeline']),
    allow(
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      LOGGING.map((name) => logStreamsArn(domain, name)),
    ),
    allow(['states:DescribeExecution'], [domain.stateMachinesArn('execution')]),
    allow(
      ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      [domain.registryArn],
    ),
    allow(['ssm:GetParameter', 'ssm:GetParametersByPath'], [domain.parametersArn]),
    allow(['events:PutEvents'], [domain.busArn]),
    allow(['sqs:SendMessage'], [domain.queueArn('failed')]),
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
    }),
  ];
}

/** The most that the reconciler can do: what it is given, and its letters to the queue that the domain’s key locks. */
export function grantsBoundary(domain: DomainScope): readonly PolicyStatement[] {
  return [...reconcilerStatements(domain), useKeys(domain)];
}

function allow(actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions: [...actions], resources: [...resources] });
}

function keepObjects(domain: DomainScope): readonly PolicyStatement[] {
  const buckets = (['landing', 'products', 'results'] as const).map((purpose) => domain.bucketArn(purpose));
  return [
    allow(['s3:GetBucketLocation', 's3:ListBucket'], buckets),
    allow(
      ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
      buckets.map((bucket) => `${bucket}/*`),
    ),
  ];
}

/**
 * Ids of keys are not known where boundaries stand, and conditions on aliases and tags take minutes to hold for a
 * new key. So the services are named, which these policies limit to what is the domain's; which key a role may use
 * is for the keys' own policies, which name roles.
 */
function useKeys(domain: DomainScope): PolicyStatement {
  const services = ['s3', 'dynamodb', 'secretsmanager', 'sqs'];
  return new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [`arn:aws:kms:${domain.region}:${domain.account}:key/*`],
    conditions: {
      StringEquals: {
        'kms:ViaService': services.map((service) => `${service}.${domain.region}.amazonaws.com`),
      },
    },
  });
}

/** Zones of the domain, and the databases of its producers: they have one name here and in the producer's account. */
function readCatalogs(domain: DomainScope, zones: readonly Zone[]): readonly PolicyStatement[] {
  const glue = `arn:aws:glue:${domain.region}:*`;
  const producers = upstreamDomains(domain.scope.mesh, domain.domain).flatMap((producer) => {
    const database = glueDatabase(producer, 'products');
    return [`${glue}:database/${database}`, `${glue}:table/${database}/*`];
  });
  return [
    ...(zones.length === 0 ? [] : [allow(READ_CATALOG, domain.ownCatalogArns(zones))]),
    ...(producers.length === 0 ? [] : [allow(READ_CATALOG, [`${glue}:catalog`, ...producers])]),
  ];
}

function runQueries(domain: DomainScope, workgroups: readonly string[]): PolicyStatement {
  return allow(
    [
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:GetWorkGroup',
      'athena:StartQueryExecution',
      'athena:StopQueryExecution',
    ],
    workgroups.map((name) => domain.workgroupArn(name)),
  );
}

/** Its own, the mesh's, and those of its consumers. */
function reachedBuses(domain: DomainScope): readonly string[] {
  const consumers = consumerDomains(domain.domain).map((consumer) =>
    busArn(domain.scope.names, consumer, accountOf(domain.scope, consumer)),
  );
  return [domain.busArn, domain.meshBusArn, ...consumers];
}
