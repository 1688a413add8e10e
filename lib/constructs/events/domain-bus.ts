import { CfnEventBus, CfnEventBusPolicy, CfnRule } from 'aws-cdk-lib/aws-events';
import {
  CompositePrincipal,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { busArn } from '../../../core/naming/names.ts';
import { consumerDomains, upstreamDomains } from '../../../core/spec/upstream-domains.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { accountOf } from '../../mesh-scope.ts';
import { sendDeadLetters } from '../roles/statements.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import { acknowledgeInlinePolicies } from '../roles/inline-policies.ts';

export type DomainBusProps = { readonly domain: DomainScope; readonly keyArn: string };

/**
 * The bus on which a domain announces what it publishes and hears what its upstreams publish.
 * A producer forwards to its consumers' buses; a consumer admits the producers that it reads.
 */
export class DomainBus extends Construct {
  constructor(scope: Construct, id: string, props: DomainBusProps) {
    super(scope, id);
    const { domain } = props;
    const bus = new CfnEventBus(this, 'Bus', {
      name: domain.bus,
      description: `Events of ${domain.domain.name}`,
    });
    for (const producer of upstreamDomains(domain.scope.mesh, domain.domain)) {
      this.#admit(domain, producer).addResourceDependency(bus);
    }
    const forwarder = this.#forwarder(domain);
    acknowledgeInlinePolicies(forwarder);
    this.#forward(domain, 'Mesh', { arn: domain.meshBusArn, role: forwarder }).addResourceDependency(bus);
    for (const consumer of consumerDomains(domain.domain)) {
      const arn = busArn(domain.scope.names, consumer, accountOf(domain.scope, consumer));
      this.#forward(domain, consumer, { arn, role: forwarder }).addResourceDependency(bus);
    }
    this.#starter(domain, props.keyArn);
  }

  #admit(domain: DomainScope, producer: string): CfnEventBusPolicy {
    const statementId = `hear-${producer}`;
    return new CfnEventBusPolicy(this, `Hear-${producer}`, {
      eventBusName: domain.bus,
      statementId,
      statement: {
        Sid: statementId,
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountOf(domain.scope, producer)}:root` },
        Action: 'events:PutEvents',
        Resource: domain.busArn,
        Condition: { StringEquals: { 'events:source': 'freehold' } },
      },
    });
  }

  #forwarder(domain: DomainScope): Role {
    const buses = [
      domain.meshBusArn,
      ...consumerDomains(domain.domain).map((consumer) =>
        busArn(domain.scope.names, consumer, accountOf(domain.scope, consumer)),
      ),
    ];
    return new Role(this, 'ForwarderRole', {
      roleName: domain.name('forwarder'),
      description: `Forwards the events of ${domain.domain.name}`,
      assumedBy: fromRulesOf(domain),
      inlinePolicies: {
        forward: new PolicyDocument({
          statements: [new PolicyStatement({ actions: ['events:PutEvents'], resources: buses })],
        }),
      },
    });
  }

  /** Only what this domain said itself is forwarded, so that no event goes in circles. */
  #forward(domain: DomainScope, to: string, target: { readonly arn: string; readonly role: Role }): CfnRule {
    return new CfnRule(this, `Forward-${to}`, {
      name: domain.name(`forward-${to.toLowerCase()}`),
      eventBusName: domain.bus,
      eventPattern: {
        source: ['freehold'],
        account: [domain.account],
        detail: { domain: [domain.domain.name] },
      },
      targets: [
        {
          id: 'bus',
          arn: target.arn,
          roleArn: target.role.roleArn,
          retryPolicy: { maximumRetryAttempts: 24, maximumEventAgeInSeconds: 86_400 },
          deadLetterConfig: { arn: domain.queueArn('undelivered') },
        },
      ],
    });
  }

  /** The role as which rules start this domain's state machines. */
  #starter(domain: DomainScope, keyArn: string): void {
    const machines = domain.stateMachinesArn('stateMachine');
    const role = new Role(this, 'StarterRole', {
      roleName: domain.name('starter'),
      description: `Starts the pipelines of ${domain.domain.name}`,
      assumedBy: fromRulesOf(domain, 'scheduler.amazonaws.com'),
      inlinePolicies: {
        start: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['states:StartExecution'], resources: [machines] }),
            ...sendDeadLetters(domain, 'undelivered', keyArn),
          ],
        }),
      },
    });
    acknowledgeInlinePolicies(role);
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::${machines}]`,
      'the prefix ends behind a separator that no name contains: only machines of this domain match',
    );
  }
}

function fromRulesOf(domain: DomainScope, ...more: readonly string[]): CompositePrincipal {
  const own = { StringEquals: { 'aws:SourceAccount': domain.account } };
  return new CompositePrincipal(
    ...['events.amazonaws.com', ...more].map((service) => new ServicePrincipal(service, { conditions: own })),
  );
}
