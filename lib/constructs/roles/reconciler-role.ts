import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { FunctionRole } from './function-role.ts';
import { shareAcrossAccounts } from './share-across-accounts.ts';
import {
  findDocuments,
  platformKeysArn,
  readDocuments,
  sendDeadLettersOnly,
  usePlatformKey,
} from './statements.ts';

export type ReconcilerRoleProps = { readonly domain: DomainScope };

/** The only role that grants and revokes: a Lake Formation administrator of its account. */
export class ReconcilerRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: ReconcilerRoleProps) {
    const { domain } = props;
    const catalog = domain.ownCatalogArns();
    const links = domain
      .linkedProducers()
      .flatMap(({ database }) => [
        `arn:aws:glue:${domain.region}:${domain.account}:database/${database}`,
        `arn:aws:glue:${domain.region}:${domain.account}:table/${database}/*`,
      ]);
    const findings = `arn:aws:s3:::${domain.auditBucket}/findings/${domain.domain.name}/*`;
    super(scope, id, {
      domain,
      role: 'reconciler',
      description: `Brings the grants of ${domain.domain.name} to what is declared`,
      functions: ['reconcile-grants', 'enforce-policies'],
      statements: [
        findDocuments(domain, 'ssm:GetParametersByPath'),
        readDocuments(domain),
        usePlatformKey(domain),
        sendDeadLettersOnly(domain, 'failed'),
        new PolicyStatement({
          sid: 'ReconcileGrants',
          actions: [
            'lakeformation:BatchGrantPermissions',
            'lakeformation:BatchRevokePermissions',
            'lakeformation:ListPermissions',
            'lakeformation:ListDataCellsFilter',
            'lakeformation:CreateDataCellsFilter',
            'lakeformation:UpdateDataCellsFilter',
            'lakeformation:DeleteDataCellsFilter',
          ],
          resources: ['*'],
        }),
        // Lake Formation looks at what is granted as who grants it.
        new PolicyStatement({
          sid: 'SeeCatalog',
          actions: ['glue:GetDatabase', 'glue:GetTable'],
          resources: [...catalog, ...links],
        }),
        ...shareAcrossAccounts(domain),
        new PolicyStatement({ sid: 'KeepFindings', actions: ['s3:PutObject'], resources: [findings] }),
        new PolicyStatement({ sid: 'Announce', actions: ['events:PutEvents'], resources: [domain.busArn] }),
      ],
      wildcards: {
        '*': 'Lake Formation’s API has no resource level in IAM; what concerns shares is limited by conditions',
        [findings]: 'one object per sweep, below this domain’s own prefix',
        [platformKeysArn(domain)]: 'a condition names the alias of the one key',
        [domain.manifestAssetsArn]: 'asset keys are content hashes',
        [domain.parametersArn]: 'one parameter per product of this domain',
        ...Object.fromEntries(
          [...catalog, ...links]
            .filter((arn) => arn.endsWith('/*'))
            .map((arn) => [arn, 'tables come and go with products of this domain']),
        ),
      },
    });
  }
}
