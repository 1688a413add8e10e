import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { consumerDomains } from '../../../core/spec/upstream-domains.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { accountOf } from '../../mesh-scope.ts';

/**
 * Lake Formation shares a table with another account through Resource Access Manager, with the rights of who
 * grants: these are the ones that its own managed policy for this purpose gives, without those on organisations.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-prereqs.html
 */
export function shareAcrossAccounts(domain: DomainScope): readonly PolicyStatement[] {
  const consumers = consumerDomains(domain.domain).map((consumer) => accountOf(domain.scope, consumer));
  if (consumers.every((account) => account === domain.account)) return [];
  return [
    new PolicyStatement({
      sid: 'Share',
      actions: ['ram:CreateResourceShare'],
      resources: ['*'],
      conditions: {
        StringLikeIfExists: { 'ram:RequestedResourceType': ['glue:Table', 'glue:Database', 'glue:Catalog'] },
      },
    }),
    new PolicyStatement({
      sid: 'KeepShares',
      actions: [
        'ram:AssociateResourceShare',
        'ram:DeleteResourceShare',
        'ram:DisassociateResourceShare',
        'ram:UpdateResourceShare',
      ],
      resources: ['*'],
      conditions: { StringLike: { 'ram:ResourceShareName': 'LakeFormation*' } },
    }),
    new PolicyStatement({
      sid: 'KeepSharePermissions',
      actions: ['ram:AssociateResourceSharePermission'],
      resources: ['*'],
      conditions: { ArnLike: { 'ram:PermissionArn': 'arn:aws:ram::aws:permission/AWSRAMLFEnabled*' } },
    }),
    new PolicyStatement({
      sid: 'SeeShares',
      actions: ['ram:GetResourceShareAssociations', 'ram:GetResourceShares', 'ram:ListResources'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'AdmitShares',
      actions: ['glue:DeleteResourcePolicy', 'glue:PutResourcePolicy'],
      resources: [`arn:aws:glue:${domain.region}:${domain.account}:catalog`],
    }),
  ];
}
