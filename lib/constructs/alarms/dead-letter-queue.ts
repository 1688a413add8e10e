import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { DeadLetterQueueName } from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { acknowledge } from '../../validation/acknowledge.ts';

export type DeadLetterQueueProps = {
  readonly domain: DomainScope;
  readonly queue: DeadLetterQueueName;
  readonly encryptionKey: IKey;
};

/** The longest that SQS keeps a message. */
const RETENTION_DAYS = 14;

/** A queue of what came to nothing, until somebody has looked at it. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id, {
      queueName: props.domain.name(props.queue),
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(RETENTION_DAYS),
      redriveAllowPolicy: { redrivePermission: RedrivePermission.DENY_ALL },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(
      this,
      'AwsSolutions-SQS3',
      'it is the dead letter queue of rules, schedules or functions, which name it themselves; no queue redrives into it',
    );
  }
}
