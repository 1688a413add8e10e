import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { RUN_FUNCTIONS } from '../functions/function-names.ts';
import { FunctionRole } from './function-role.ts';
import { acknowledgeCatalog } from './people-role.ts';
import {
  findDocuments,
  openRegistry,
  platformKeysArn,
  keepFromTokenKey,
  readCatalog,
  readDocuments,
  runQueries,
  useKeyThroughS3,
  usePlatformKey,
  vendData,
} from './statements.ts';

export type PublisherRoleProps = {
  readonly domain: DomainScope;
  readonly keyArn: string;
};

/** The role of the functions that resolve, gate, publish and record a run. */
export class PublisherRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: PublisherRoleProps) {
    const { domain } = props;
    super(scope, id, {
      domain,
      role: 'publisher',
      description: `Gates and publishes the products of ${domain.domain.name}`,
      functions: RUN_FUNCTIONS,
      statements: [
        readCatalog(domain),
        vendData(),
        findDocuments(domain, 'ssm:GetParameter'),
        readDocuments(domain),
        usePlatformKey(domain),
        ...runQueries(domain, 'pipeline', ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults']),
        ...objects(domain),
        ...keepFromTokenKey(domain, ['s3:GetObject', 's3:PutObject']),
        ...catalog(domain),
        useKeyThroughS3(domain, props.keyArn),
        keepRegistry(domain),
        openRegistry(domain, props.keyArn),
        new PolicyStatement({
          sid: 'SeeExecutions',
          actions: ['states:DescribeExecution'],
          resources: [domain.stateMachinesArn('execution')],
        }),
        new PolicyStatement({ sid: 'Announce', actions: ['events:PutEvents'], resources: [domain.busArn] }),
      ],
      wildcards: {
        [`${domain.bucketArn('results')}/pipeline/*`]: 'query results have generated names',
        [`${domain.bucketArn('products')}/*`]:
          'files of tables have generated names below this domain’s own bucket',
        [domain.recordsArn('ledger')]: 'one object per run, below this domain’s own prefix',
        [domain.recordsArn('lineage')]: 'one object per run, below this domain’s own prefix',
        [platformKeysArn(domain)]: 'a condition names the alias of the one key',
        [domain.manifestAssetsArn]: 'asset keys are content hashes',
        [domain.parametersArn]: 'one parameter per product of this domain',
        [domain.stateMachinesArn('execution')]:
          'executions have generated names; the prefix ends behind a separator that no name contains',
      },
    });
    acknowledgeCatalog(this, domain);
  }
}

function objects(domain: DomainScope): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'ListFiles',
      actions: ['s3:ListBucket'],
      resources: [domain.bucketArn('landing'), domain.bucketArn('products')],
    }),
    new PolicyStatement({
      sid: 'KeepTables',
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [`${domain.bucketArn('products')}/*`],
    }),
    new PolicyStatement({
      sid: 'KeepRecords',
      actions: ['s3:PutObject'],
      resources: [domain.recordsArn('ledger'), domain.recordsArn('lineage')],
    }),
  ];
}

function catalog(domain: DomainScope): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'KeepStagingTables',
      actions: ['glue:GetTables', 'glue:CreateTable', 'glue:DeleteTable'],
      resources: [...domain.ownCatalogArns(['staging'])],
    }),
    new PolicyStatement({
      sid: 'MoveTables',
      actions: ['glue:UpdateTable'],
      resources: [...domain.ownCatalogArns(['products'])],
    }),
  ];
}

/** Reads and conditional writes of the registry; `TransactWriteItems` is authorised by its items' actions. */
function keepRegistry(domain: DomainScope): PolicyStatement {
  return new PolicyStatement({
    sid: 'KeepRegistry',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
    resources: [domain.registryArn],
  });
}
