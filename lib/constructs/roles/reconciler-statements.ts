import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ACCESS_METRIC_NAMESPACE } from '../../../core/naming/names.ts';
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

/** The most that the role is given. Its boundary is shorter than a role's policies may be, so links have no account. */
export function reconcilerStatements(domain: DomainScope): readonly PolicyStatement[] {
  return [
    writeLogs(domain, RECONCILING),
    ...reconcileGrants(domain),
    ...(domain.linkedProducers().length === 0
      ? []
      : [
          new PolicyStatement({
            actions: [...LOOK, ...KEEP_LINKS],
            resources: [...catalogArns(domain, '*', true)],
          }),
        ]),
  ];
}

/** What its two functions do. */
export function reconcilerWork(domain: DomainScope): readonly PolicyStatement[] {
  return [...reconcileGrants(domain), ...keepLinks(domain)];
}

const LOOK = ['glue:GetTable', 'glue:GetTables'] as const;
const KEEP_LINKS = ['glue:CreateDatabase', 'glue:DeleteDatabase', 'glue:GetDatabase'] as const;

function reconcileGrants(domain: DomainScope): readonly PolicyStatement[] {
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
      resources: [...domain.ownCatalogArns()],
    }),
    ...shareAcrossAccounts(domain),
    new PolicyStatement({
      sid: 'KeepFindings',
      actions: ['s3:PutObject'],
      resources: [domain.recordsArn('findings')],
    }),
    new PolicyStatement({ sid: 'Announce', actions: ['events:PutEvents'], resources: [domain.busArn] }),
    new PolicyStatement({
      sid: 'PublishOverdue',
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': ACCESS_METRIC_NAMESPACE } },
    }),
  ];
}

/** Links lead to what producers of other accounts share with this domain, and are there only while they do. */
function keepLinks(domain: DomainScope): readonly PolicyStatement[] {
  if (domain.linkedProducers().length === 0) return [];
  return [
    new PolicyStatement({
      sid: 'LookBehindLinks',
      actions: [...LOOK],
      resources: [...sharedCatalogArns(domain)],
    }),
    new PolicyStatement({
      sid: 'KeepLinks',
      actions: [...KEEP_LINKS, 'glue:GetTable'],
      resources: [...linkArns(domain)],
    }),
  ];
}

/** Databases that producers of other accounts share from, where they are. */
export function sharedCatalogArns(domain: DomainScope): readonly string[] {
  const accounts = new Set(domain.linkedProducers().map(({ catalogId }) => catalogId));
  return [...accounts].flatMap((account) => catalogArns(domain, account));
}

/** Who deletes a database must be allowed to delete all that could be in it; nothing is in a link. */
export function linkArns(domain: DomainScope): readonly string[] {
  return catalogArns(domain, domain.account, true);
}

/** The producers' databases in one account: in their own, or as links here. */
function catalogArns(domain: DomainScope, account: string, isWhole = false): readonly string[] {
  const glue = `arn:aws:glue:${domain.region}:${account}`;
  const producers = domain
    .linkedProducers()
    .filter(({ catalogId }) => [catalogId, domain.account, '*'].includes(account));
  return [
    `${glue}:catalog`,
    ...producers.flatMap(({ database }) => [
      `${glue}:database/${database}`,
      `${glue}:table/${database}/*`,
      ...(isWhole ? [`${glue}:userDefinedFunction/${database}/*`] : []),
    ]),
  ];
}
