import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DomainScope } from '../../domain-scope.ts';
import { shareAcrossAccounts } from './share-across-accounts.ts';
import {
  findDocuments,
  readDocuments,
  sendDeadLettersOnly,
  usePlatformKey,
  writeLogs,
} from './statements.ts';

export const RECONCILING = ['reconcile-grants', 'enforce-policies'] as const;

/** All that the role is given. */
export function reconcilerStatements(domain: DomainScope): readonly PolicyStatement[] {
  return [writeLogs(domain, RECONCILING), ...reconcilerWork(domain)];
}

/** What its two functions do. */
export function reconcilerWork(domain: DomainScope): readonly PolicyStatement[] {
  return [
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
      resources: [...seenCatalogArns(domain)],
    }),
    ...shareAcrossAccounts(domain),
    new PolicyStatement({
      sid: 'KeepFindings',
      actions: ['s3:PutObject'],
      resources: [domain.recordsArn('findings')],
    }),
    new PolicyStatement({ sid: 'Announce', actions: ['events:PutEvents'], resources: [domain.busArn] }),
  ];
}

/** The domain's own catalog, and its links to those of other accounts. */
export function seenCatalogArns(domain: DomainScope): readonly string[] {
  const glue = `arn:aws:glue:${domain.region}:${domain.account}`;
  const links = domain
    .linkedProducers()
    .flatMap(({ database }) => [`${glue}:database/${database}`, `${glue}:table/${database}/*`]);
  return [...domain.ownCatalogArns(), ...links];
}
