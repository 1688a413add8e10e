import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { FunctionRole } from './function-role.ts';
import { useKeyOf } from './publisher-role.ts';
import { readManifests, useKeyThroughS3 } from './statements.ts';

export type ObserverRoleProps = { readonly domain: DomainScope; readonly keyArn: string };

/** The role of `measure-slo`: it reads the registry and publishes metrics. */
export class ObserverRole extends FunctionRole {
  constructor(scope: Construct, id: string, props: ObserverRoleProps) {
    const { domain } = props;
    super(scope, id, {
      domain,
      role: 'observer',
      description: `Measures the promises of ${domain.domain.name}`,
      functions: ['measure-slo'],
      statements: [
        ...readManifests(domain),
        useKeyThroughS3(domain, props.keyArn),
        useKeyOf(domain, 'dynamodb', props.keyArn),
        new PolicyStatement({
          sid: 'ReadRegistry',
          actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'],
          resources: [domain.registryArn],
        }),
        new PolicyStatement({
          sid: 'PublishMetrics',
          actions: ['cloudwatch:PutMetricData'],
          resources: ['*'],
          conditions: { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } },
        }),
      ],
      wildcards: {
        '*': 'cloudwatch:PutMetricData has no resource level; the condition names the namespace',
        [domain.manifestAssetsArn]: 'asset keys are content hashes',
        [domain.parametersArn]: 'one parameter per product of this domain',
      },
    });
  }
}
