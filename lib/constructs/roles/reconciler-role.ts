import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { FunctionRole } from './function-role.ts';
import { platformKeysArn, readManifests, usePlatformKey } from './statements.ts';

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
        ...readManifests(domain),
        usePlatformKey(domain),
        new PolicyStatement({
          sid: 'ReconcileGrants',
          actions: [
            'lakeformation:GrantPermissions',
            'lakeformation:RevokePermissions',
            'lakeformation:BatchGrantPermissions',
            'lakeformation:BatchRevokePermissions',
            'lakeformation:ListPermissions',
            'lakeformation:ListDataCellsFilter',
            'lakeformation:GetDataCellsFilter',
            'lakeformation:CreateDataCellsFilter',
            'lakeformation:DeleteDataCellsFilter',
            'lakeformation:GetResourceLFTags',
            'lakeformation:ListLFTags',
            'lakeformation:GetLFTag',
            'lakeformation:GetDataAccess',
          ],
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'SeeCatalog',
          actions: ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables'],
          resources: [...catalog, ...links],
        }),
        new PolicyStatement({ sid: 'KeepFindings', actions: ['s3:PutObject'], resources: [findings] }),
        new PolicyStatement({ sid: 'Announce', actions: ['events:PutEvents'], resources: [domain.busArn] }),
      ],
      wildcards: {
        '*': 'Lake Formation’s API has no resource level in IAM',
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
