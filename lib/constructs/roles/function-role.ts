import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import { acknowledgeInlinePolicies } from './inline-policies.ts';
import type { FunctionName } from '../functions/function-names.ts';
import { applyBoundary, type BoundaryKind } from './domain-boundary.ts';
import { logStreamsArn, writeLogs } from './statements.ts';

export type FunctionRoleProps = {
  readonly domain: DomainScope;
  /** Role name within the domain, for example `publisher`. */
  readonly role: string;
  readonly description: string;
  /** Functions that run as this role. */
  readonly functions: readonly FunctionName[];
  readonly statements: readonly PolicyStatement[];
  /** @default 'function' */
  readonly boundary?: BoundaryKind;
  /**
   * Resources with a wildcard, each with the reason why it is as narrow as it can be.
   * @default - none
   */
  readonly wildcards?: Readonly<Record<string, string>>;
};

/** A role of Lambda functions, with the exact actions that they make. */
export class FunctionRole extends Role {
  constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    const { domain } = props;
    super(scope, id, {
      roleName: domain.name(props.role),
      description: props.description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        work: new PolicyDocument({
          statements: [writeLogs(domain, props.functions), ...props.statements],
        }),
      },
    });
    acknowledgeInlinePolicies(this);
    applyBoundary(this, domain, props.boundary ?? 'function');
    for (const name of props.functions) {
      acknowledge(
        this,
        `AwsSolutions-IAM5[Resource::${logStreamsArn(domain, name)}]`,
        'log streams of a function have generated names',
      );
    }
    for (const [resource, reason] of Object.entries(props.wildcards ?? {})) {
      acknowledge(this, `AwsSolutions-IAM5[Resource::${resource}]`, reason);
    }
  }
}
