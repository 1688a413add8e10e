import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

export type DomainKeyProps = {
  /** Alias without its prefix, for example `aviation-local-operations`. */
  readonly alias: string;
};

/**
 * The one key of a domain. Its policy delegates to IAM of its own account only, so no role of another account
 * can pass it, whatever that account's policies say.
 */
export class DomainKey extends Key {
  constructor(scope: Construct, id: string, props: DomainKeyProps) {
    super(scope, id, {
      alias: props.alias,
      description: `Data of ${props.alias}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.addToResourcePolicy(this.#logsOfThisAccount());
  }

  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
  #logsOfThisAccount(): PolicyStatement {
    const stack = Stack.of(this);
    return new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${stack.region}.amazonaws.com`)],
      actions: [
        'kms:Encrypt',
        'kms:Decrypt',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
        'kms:GenerateDataKey',
        'kms:DescribeKey',
      ],
      resources: ['*'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': stack.formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    });
  }
}
