import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';

export type WorkgroupProps = {
  readonly domain: DomainScope;
  /** Also the prefix of its results, which only the role of this name reads. */
  readonly name: string;
  readonly keyArn: string;
  /** A query that would scan more is cancelled. */
  readonly scanBytesMax: number;
};

/** A workgroup whose settings clients cannot override: own results, own key, bounded scans. */
export class Workgroup extends CfnWorkGroup {
  constructor(scope: Construct, id: string, props: WorkgroupProps) {
    const { domain, name } = props;
    super(scope, id, {
      name: domain.name(name),
      description: `Queries of ${domain.domain.name}-${name}`,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: props.scanBytesMax,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${domain.bucket('results')}/${name}/`,
          expectedBucketOwner: domain.account,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: props.keyArn },
        },
      },
    });
  }
}
