import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DomainScope } from '../../domain-scope.ts';
import { PLATFORM_DOMAIN } from '../../mesh-scope.ts';

/** Reads of the catalog; Lake Formation decides what they show. */
export function readCatalog(domain: DomainScope): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadCatalog',
    actions: ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
    resources: [...new Set([...domain.ownCatalogArns(), ...domain.upstreamCatalogArns()])],
  });
}

/** The action has no resource level: Lake Formation decides per table. */
export function vendData(): PolicyStatement {
  return new PolicyStatement({ sid: 'VendData', actions: ['lakeformation:GetDataAccess'], resources: ['*'] });
}

/** Queries in one workgroup, with results below its own prefix of the results bucket. */
export function runQueries(domain: DomainScope, workgroup: string): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'RunQueries',
      actions: [
        'athena:StartQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:StopQueryExecution',
        'athena:GetWorkGroup',
      ],
      resources: [domain.workgroupArn(workgroup)],
    }),
    new PolicyStatement({
      sid: 'FindResults',
      actions: ['s3:GetBucketLocation', 's3:ListBucket'],
      resources: [domain.bucketArn('results')],
    }),
    new PolicyStatement({
      sid: 'KeepResults',
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [`${domain.bucketArn('results')}/${workgroup}/*`],
    }),
  ];
}

/** Use of the domain's key through S3 and nothing else. */
export function useKeyThroughS3(domain: DomainScope, keyArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseKeyThroughS3',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${domain.region}.amazonaws.com` } },
  });
}

/** Logs of one function. */
export function writeLogs(domain: DomainScope, functionName: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`arn:aws:logs:${domain.region}:${domain.account}:log-group:/aws/lambda/${domain.name(functionName)}:*`],
  });
}

/** Manifests of products: their pointers in SSM, their bodies among the account's assets. */
export function readManifests(domain: DomainScope): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'FindManifests',
      actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
      resources: [domain.parametersArn],
    }),
    new PolicyStatement({
      sid: 'ReadManifests',
      actions: ['s3:GetObject'],
      resources: [domain.manifestAssetsArn],
    }),
  ];
}

/** The platform's key, by its alias: its id is not known to other accounts. */
export function usePlatformKey(domain: DomainScope): PolicyStatement {
  const { environment, names } = domain.scope;
  return new PolicyStatement({
    sid: 'UsePlatformKeyThroughS3',
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    resources: [platformKeysArn(domain)],
    conditions: {
      StringEquals: { 'kms:ViaService': `s3.${domain.region}.amazonaws.com` },
      'ForAnyValue:StringEquals': {
        'kms:ResourceAliases': `alias/${names.mesh}-${environment.name}-${PLATFORM_DOMAIN}`,
      },
    },
  });
}

export function platformKeysArn(domain: DomainScope): string {
  return `arn:aws:kms:${domain.region}:${domain.scope.environment.platformAccount}:key/*`;
}
