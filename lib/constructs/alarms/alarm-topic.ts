import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DomainScope } from '../../domain-scope.ts';

export type AlarmTopicProps = {
  readonly domain: DomainScope;
  readonly encryptionKey: Key;
  /**
   * Address that hears of every alarm, once its owner has confirmed.
   * @default - nobody: subscribe who is on call
   */
  readonly email?: string;
};

/** Where the alarms of a domain go: the domain's key, TLS only, and no alarm of another domain. */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    const { domain, encryptionKey, email } = props;
    super(scope, id, {
      topicName: domain.name('alarms'),
      displayName: `Alarms of ${domain.domain.title}`.slice(0, DISPLAY_NAME_MAX),
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    this.addToResourcePolicy(
      new PolicyStatement({ ...fromAlarmsOf(domain), actions: ['sns:Publish'], resources: [this.topicArn] }),
    );
    encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        ...fromAlarmsOf(domain),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
    if (email === undefined) return;
    new Subscription(this, 'Owner', { topic: this, protocol: SubscriptionProtocol.EMAIL, endpoint: email });
  }
}

const DISPLAY_NAME_MAX = 100;

function fromAlarmsOf(domain: DomainScope) {
  return {
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    conditions: {
      StringEquals: { 'aws:SourceAccount': domain.account },
      ArnLike: { 'aws:SourceArn': domain.alarmsArn },
    },
  };
}
