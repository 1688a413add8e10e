import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { FunctionRole } from './function-role.ts';
import { findDocuments, openRegistry, sendDeadLetters } from './statements.ts';

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
        findDocuments(domain, 'ssm:GetParametersByPath'),
        openRegistry(domain, props.keyArn),
        ...sendDeadLetters(domain, 'failed', props.keyArn),
        new PolicyStatement({
          sid: 'ReadRegistry',
          actions: ['dynamodb:GetItem'],
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
        [domain.parametersArn]: 'one parameter per product of this domain',
      },
    });
  }
}
