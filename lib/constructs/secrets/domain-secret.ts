import type { RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy, CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { DomainSecret as Declared } from '../../../core/spec/mesh.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { acknowledge } from '../../validation/acknowledge.ts';

export type DomainSecretProps = {
  readonly domain: DomainScope;
  readonly secret: Declared;
  readonly keyArn: string;
  readonly removalPolicy: RemovalPolicy;
};

/**
 * A place for a value that an outside system hands out. It is empty when it is made: a value in a template could be
 * read by whoever reads stacks. Only its readers are shown the value, whatever policies elsewhere allow.
 */
export class DomainSecret extends Construct {
  readonly arn: string;
  readonly readers: readonly string[];

  constructor(scope: Construct, id: string, { domain, secret, keyArn, removalPolicy }: DomainSecretProps) {
    super(scope, id);
    const resource = new CfnSecret(this, 'Resource', {
      name: domain.secret(secret.name),
      description: secret.description,
      kmsKeyId: keyArn,
    });
    resource.applyRemovalPolicy(removalPolicy);
    this.arn = resource.ref;
    this.readers = secret.readers;
    new CfnResourcePolicy(this, 'Policy', {
      secretId: resource.ref,
      resourcePolicy: showTo(secret.readers.map((role) => domain.roleArn(role))),
    });
    for (const rule of ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled']) {
      acknowledge(resource, rule, 'the outside system hands out the value: only there can it be changed');
    }
  }
}

/** Names in a condition need not exist, and a principal without a name is no reader. */
function showTo(readers: readonly string[]): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'ShowToReadersOnly',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['secretsmanager:GetSecretValue'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': readers } },
      }),
    ],
  });
}
