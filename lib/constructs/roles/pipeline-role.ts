import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import type { DomainSecret } from '../secrets/domain-secret.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import { acknowledgeInlinePolicies } from './inline-policies.ts';
import { RUN_FUNCTIONS } from '../functions/function-names.ts';
import { deliverLogsAndTraces } from './deliver-logs.ts';
import { acknowledgeCatalog } from './people-role.ts';
import { useSecrets } from './secret-statements.ts';
import { keepFromTokenKey, readCatalog, runQueries, useKeyThroughS3, vendData } from './statements.ts';

export type PipelineRoleProps = {
  readonly domain: DomainScope;
  readonly keyArn: string;
  readonly secrets: readonly DomainSecret[];
};

/** The role of the domain's state machines: Athena queries run as it. */
export class PipelineRole extends Role {
  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    const { domain, secrets, keyArn } = props;
    super(scope, id, {
      roleName: domain.name('pipeline'),
      description: `Runs the pipelines of ${domain.domain.name}`,
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': domain.account },
          ArnLike: { 'aws:SourceArn': domain.stateMachinesArn('stateMachine') },
        },
      }),
      inlinePolicies: {
        run: new PolicyDocument({
          statements: [
            readCatalog(domain),
            ...readTokenKey(domain),
            vendData(),
            ...runQueries(domain, 'pipeline', [
              'StartQueryExecution',
              'GetQueryExecution',
              'StopQueryExecution',
            ]),
            ...writeProducts(domain),
            ...keepFromTokenKey(domain, ['s3:PutObject']),
            useKeyThroughS3(domain, keyArn),
            ...useSecrets(domain, { role: 'pipeline', secrets, keyArn, putsValues: false }),
            invokeRunFunctions(domain),
            ...deliverLogsAndTraces(),
          ],
        }),
      },
    });
    acknowledgeInlinePolicies(this);
    acknowledgeCatalog(this, domain);
    for (const arn of [`${domain.bucketArn('results')}/pipeline/*`, `${domain.bucketArn('products')}/*`]) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::${arn}]`,
        'objects of runs have generated names below this domain’s own bucket',
      );
    }
  }
}

/** The domain's key, which Lake Formation shows to nobody else. */
function readTokenKey(domain: DomainScope): readonly PolicyStatement[] {
  if (!domain.hasTokenKey) return [];
  return [
    new PolicyStatement({
      sid: 'ReadTokenKey',
      actions: ['glue:GetDatabase', 'glue:GetTable'],
      resources: [...domain.tokenKeyArns()],
    }),
  ];
}

/** Lake Formation governs reads; writes of Athena go by the caller's own rights. */
function writeProducts(domain: DomainScope): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'FindProducts',
      actions: ['s3:GetBucketLocation', 's3:ListBucket'],
      resources: [domain.bucketArn('products')],
    }),
    new PolicyStatement({
      sid: 'WriteProducts',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [`${domain.bucketArn('products')}/*`],
    }),
  ];
}

function invokeRunFunctions(domain: DomainScope): PolicyStatement {
  return new PolicyStatement({
    sid: 'InvokeRunFunctions',
    actions: ['lambda:InvokeFunction'],
    resources: RUN_FUNCTIONS.map((name) => domain.functionArn(name)),
  });
}
