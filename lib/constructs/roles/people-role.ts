import { AccountRootPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import type { DomainSecret } from '../secrets/domain-secret.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import { acknowledgeInlinePolicies } from './inline-policies.ts';
import { applyBoundary } from './domain-boundary.ts';
import { useSecrets } from './secret-statements.ts';
import { browseCatalog, runQueries, useKeyThroughS3, vendData } from './statements.ts';

export type PeopleRoleProps = {
  readonly domain: DomainScope;
  /** `engineer`, `analyst`, or one of the domain's own; also the name of its workgroup. */
  readonly role: string;
  readonly description: string;
  readonly keyArn: string;
  readonly secrets: readonly DomainSecret[];
  /**
   * May put files into the landing bucket, as a source system does, and values into secrets.
   * @default false
   */
  readonly bringsData?: boolean;
};

const QUERY_ACTIONS = [
  'StartQueryExecution',
  'GetQueryExecution',
  'GetQueryResults',
  'StopQueryExecution',
  'GetWorkGroup',
] as const;

/** A role that people of the domain assume to query; what they see is Lake Formation's to say. */
export class PeopleRole extends Role {
  constructor(scope: Construct, id: string, props: PeopleRoleProps) {
    const { domain, role, secrets, keyArn } = props;
    super(scope, id, {
      roleName: domain.name(role),
      description: props.description,
      assumedBy: new AccountRootPrincipal(),
      inlinePolicies: {
        query: new PolicyDocument({
          statements: [
            browseCatalog(domain),
            vendData(),
            ...runQueries(domain, role, QUERY_ACTIONS),
            useKeyThroughS3(domain, keyArn),
            ...(props.bringsData ? landFiles(domain) : []),
            ...useSecrets(domain, { role, secrets, keyArn, putsValues: props.bringsData ?? false }),
          ],
        }),
      },
    });
    acknowledgeInlinePolicies(this);
    applyBoundary(this, domain, 'people');
    acknowledgeCatalog(this, domain);
    if (props.bringsData) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::${domain.bucketArn('landing')}/*]`,
        'landed files have their sources’ names, below this domain’s own bucket',
      );
    }
    acknowledge(
      this,
      `AwsSolutions-IAM5[Resource::${domain.bucketArn('results')}/${role}/*]`,
      'query results have generated names; the prefix belongs to this role alone',
    );
  }
}

function landFiles(domain: DomainScope): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'FindLanded',
      actions: ['s3:ListBucket', 's3:GetBucketLocation'],
      resources: [domain.bucketArn('landing')],
    }),
    new PolicyStatement({
      sid: 'LandFiles',
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      resources: [`${domain.bucketArn('landing')}/*`],
    }),
  ];
}

/** Why a role that reads the catalog carries wildcards. */
export function acknowledgeCatalog(role: Role, domain: DomainScope): void {
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'lakeformation:GetDataAccess has no resource level; Lake Formation decides per table',
  );
  for (const arn of [...domain.ownCatalogArns(), ...domain.upstreamCatalogArns()].filter((arn) =>
    arn.endsWith('/*'),
  )) {
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::${arn}]`,
      'tables come and go with products; Lake Formation decides which of them show',
    );
  }
}
