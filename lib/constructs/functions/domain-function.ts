import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  CfnEventInvokeConfig,
  Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';
import { acknowledge } from '../../validation/acknowledge.ts';
import type { Bundles } from './bundles.ts';
import type { FunctionName } from './function-names.ts';

export type DomainFunctionProps = {
  readonly domain: DomainScope;
  readonly name: FunctionName;
  readonly bundles: Bundles;
  readonly role: IRole;
  readonly encryptionKey: IKey;
  /**
   * Queue for events that failed for good.
   * @default - the function is only invoked by who waits for its answer
   */
  readonly failureQueueArn?: string;
  /** @default 60 */
  readonly timeoutSeconds?: number;
  /** @default 512 */
  readonly memoryMegabytes?: number;
};

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html for what a reservation takes away */
const ACKNOWLEDGED = {
  'NIST.800.53.R5-LambdaConcurrency':
    'a reservation is taken from the account’s pool, of which AWS keeps 100 unreserved: eight functions of each domain would use up a new account; runs hold a lease per product instead',
  'NIST.800.53.R5-LambdaDLQ':
    'most functions are called by who waits for the answer; for asynchronous events AWS advises a destination on failure instead, which says more than a dead-letter queue',
  'NIST.800.53.R5-LambdaInsideVPC':
    'AWS runs functions in a VPC of its own, without a way in; the function reaches APIs of AWS only, which IAM authorises, and nothing in a private network',
} as const;
const ASYNCHRONOUS_RETRIES_MAX = 2;
const ASYNCHRONOUS_AGE_SECONDS_MAX = 3_600;

/** One function of a namespace: the bundle of `lambdas/<name>`, its log group, its role. */
export class DomainFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: DomainFunctionProps) {
    const { domain, name } = props;
    const functionName = domain.name(name);
    super(scope, id, {
      functionName,
      description: `Freehold ${name} of ${domain.domain.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundles[name]),
      role: props.role,
      timeout: Duration.seconds(props.timeoutSeconds ?? 60),
      memorySize: props.memoryMegabytes ?? 512,
      environmentEncryption: props.encryptionKey,
      environment: {
        MESH: domain.scope.names.mesh,
        ENVIRONMENT: domain.scope.names.environment,
        DOMAIN: domain.domain.name,
        AUDIT_BUCKET: domain.auditBucket,
        REGISTRY_TABLE: domain.registry,
        BUS_NAME: domain.bus,
      },
    });
    for (const [rule, reason] of Object.entries(ACKNOWLEDGED)) acknowledge(this, rule, reason);
    new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: props.encryptionKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    if (props.failureQueueArn !== undefined) this.#reportFailures(props.failureQueueArn);
  }

  #reportFailures(destination: string): void {
    new CfnEventInvokeConfig(this, 'Asynchronous', {
      functionName: this.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: ASYNCHRONOUS_RETRIES_MAX,
      maximumEventAgeInSeconds: ASYNCHRONOUS_AGE_SECONDS_MAX,
      destinationConfig: { onFailure: { destination } },
    });
  }
}
