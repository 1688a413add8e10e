import { ArnPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import {
  ACCESS_METRIC_NAMESPACE,
  type DeadLetterQueueName,
  grantsDimensions,
  OVERDUE_GRANTS,
} from '../../../core/naming/names.ts';
import type { DomainScope } from '../../domain-scope.ts';
import { type FunctionName, WATCHED_FUNCTIONS } from '../functions/function-names.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { type AlarmMetric, TopicAlarm } from './topic-alarm.ts';

export type DomainAlarmsProps = { readonly domain: DomainScope; readonly encryptionKey: Key };

const GUIDE = 'See docs/how-to/answer-an-alarm.md.';

/** What a domain is told of, whatever its products are: its topic, its queues of dead letters, its alarms. */
export class DomainAlarms extends Construct {
  /** Records of asynchronous invocations that failed for good. */
  readonly failed: DeadLetterQueue;
  readonly #domain: DomainScope;

  constructor(scope: Construct, id: string, props: DomainAlarmsProps) {
    super(scope, id);
    const { domain, encryptionKey } = props;
    this.#domain = domain;
    new AlarmTopic(this, 'Topic', { domain, encryptionKey, email: domain.domain.owner.email });
    this.failed = this.#queue('failed', encryptionKey);
    this.#admitReconciler(encryptionKey);
    this.#admitRules(this.#queue('undelivered', encryptionKey), encryptionKey);
    this.#functionErrors();
    this.#overdueAccess();
    this.#silence('measure-slo', { name: 'measurement-silent', periodMinutes: 5, periods: 6 });
  }

  #queue(queue: DeadLetterQueueName, encryptionKey: Key): DeadLetterQueue {
    const what = { failed: 'invocations that failed', undelivered: 'events that no target took' }[queue];
    new TopicAlarm(this, `Alarm-${queue}`, {
      domain: this.#domain,
      name: `${queue}-messages`,
      description: `The queue ${this.#domain.name(queue)} holds ${what}. ${GUIDE}`,
      metrics: {
        visible: {
          namespace: 'AWS/SQS',
          name: 'ApproximateNumberOfMessagesVisible',
          dimensions: { QueueName: this.#domain.name(queue) },
          statistic: 'Maximum',
        },
      },
      expression: 'visible',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodMinutes: 5,
      missing: 'notBreaching',
    });
    return new DeadLetterQueue(this, `Queue-${queue}`, { domain: this.#domain, queue, encryptionKey });
  }

  /** Its role is older than the key, so that it cannot name the key; the key names it. */
  #admitReconciler(encryptionKey: Key): void {
    encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ArnPrincipal(this.#domain.roleArn('reconciler'))],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:ViaService': `sqs.${this.#domain.region}.amazonaws.com` },
        },
      }),
    );
  }

  /** EventBridge sends for a rule as itself; schedules and functions send in the name of their roles. */
  #admitRules(queue: DeadLetterQueue, encryptionKey: Key): void {
    const fromRules = {
      principals: [new ServicePrincipal('events.amazonaws.com')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': this.#domain.account },
        ArnLike: { 'aws:SourceArn': [...this.#domain.rulesArns] },
      },
    };
    queue.addToResourcePolicy(
      new PolicyStatement({ ...fromRules, actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
    );
    encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        ...fromRules,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
  }

  #functionErrors(): void {
    const metrics = WATCHED_FUNCTIONS.map((name, index) => [`errors${index}`, this.#count('Errors', name)]);
    new TopicAlarm(this, 'FunctionErrors', {
      domain: this.#domain,
      name: 'function-errors',
      description: `A function of ${this.#domain.domain.name} failed: ${WATCHED_FUNCTIONS.join(', ')}. ${GUIDE}`,
      metrics: Object.fromEntries(metrics),
      expression: 'SUM(FILL(METRICS(), 0))',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodMinutes: 5,
      missing: 'notBreaching',
    });
  }

  /** A grant past its last day is gone within an hour, in which two sweeps fall, or somebody is told. */
  #overdueAccess(): void {
    const { names } = this.#domain.scope;
    new TopicAlarm(this, 'AccessOverdue', {
      domain: this.#domain,
      name: 'access-overdue',
      description: `Grants of ${this.#domain.domain.name} are past their last day, or no sweep has ended for an hour. ${GUIDE}`,
      metrics: {
        overdue: {
          namespace: ACCESS_METRIC_NAMESPACE,
          name: OVERDUE_GRANTS,
          dimensions: grantsDimensions({
            mesh: names.mesh,
            environment: names.environment,
            domain: this.#domain.domain.name,
          }),
          statistic: 'Maximum',
        },
      },
      expression: 'overdue',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodMinutes: 60,
      missing: 'breaching',
    });
  }

  /** What does not run at all makes no error: missing data are as bad as none that worked. */
  #silence(
    name: FunctionName,
    alarm: { readonly name: string; readonly periodMinutes: number; readonly periods: number },
  ): void {
    const minutes = alarm.periodMinutes * alarm.periods;
    new TopicAlarm(this, `Silent-${name}`, {
      domain: this.#domain,
      ...alarm,
      description: `${name} of ${this.#domain.domain.name} has not succeeded for ${minutes} minutes. ${GUIDE}`,
      metrics: { invocations: this.#count('Invocations', name), errors: this.#count('Errors', name) },
      expression: 'invocations - errors',
      comparison: 'LessThanThreshold',
      threshold: 1,
      missing: 'breaching',
    });
  }

  #count(metric: 'Errors' | 'Invocations', name: FunctionName): AlarmMetric {
    return {
      namespace: 'AWS/Lambda',
      name: metric,
      dimensions: { FunctionName: this.#domain.name(name) },
      statistic: 'Sum',
    };
  }
}
