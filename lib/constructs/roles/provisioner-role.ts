import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { FunctionRole } from './function-role.ts';
import { readDocuments, sendDeadLetters, useKeyThroughS3 } from './statements.ts';

export type ProvisionerRoleProps = { readonly domain: DomainScope; readonly keyArn: string };

/** The role of `provision-table`: it creates the tables of products and evolves their schema. */
export class ProvisionerRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: ProvisionerRoleProps) {
    const { domain } = props;
    const tables = domain.ownCatalogArns(['products']);
    super(scope, id, {
      domain,
      role: 'provisioner',
      description: `Creates and evolves the tables of ${domain.domain.name}`,
      functions: ['provision-table'],
      statements: [
        readDocuments(domain),
        useKeyThroughS3(domain, props.keyArn),
        ...sendDeadLetters(domain, 'failed', props.keyArn),
        new PolicyStatement({
          sid: 'KeepTables',
          actions: ['glue:GetTable', 'glue:CreateTable', 'glue:UpdateTable'],
          resources: [...tables],
        }),
        new PolicyStatement({
          sid: 'KeepMetadata',
          actions: ['s3:GetObject', 's3:PutObject'],
          resources: [`${domain.bucketArn('products')}/*`],
        }),
      ],
      wildcards: {
        [`${domain.bucketArn('products')}/*`]:
          'table metadata has generated names below this domain’s own bucket',
        [domain.manifestAssetsArn]: 'asset keys are content hashes',
        ...Object.fromEntries(
          tables
            .filter((arn) => arn.endsWith('/*'))
            .map((arn) => [arn, 'one table per contract of this domain']),
        ),
      },
    });
  }
}
