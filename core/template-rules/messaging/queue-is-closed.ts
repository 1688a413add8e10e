import { isOwnKey, OWN_KEY, OWN_KEY_ARN } from '../own-key.ts';
import { statementsOf } from '../policy-statement.ts';
import { offence, property, texts } from '../property.ts';
import type {
  ExampleResources,
  Offence,
  RuleResource,
  RuleTemplate,
  TemplateRule,
} from '../template-rule.ts';
import { deniesPlainHttp } from './topic-is-closed.ts';

const RECEIVES = { min: 3, max: 10 } as const;

export const queueIsClosed: TemplateRule = {
  id: 'M-2',
  statement: `A queue is encrypted and refuses what does not come over TLS; a message is tried ${RECEIVES.min} to ${RECEIVES.max} times before it is set aside`,
  fix: 'set `encryption`, `enforceSSL: true` and, where it has a dead-letter queue, `maxReceiveCount`',
  source: 'Security Hub SQS.1; AWS’s guide to dead-letter queues',
  types: ['AWS::SQS::Queue'],
  check: (queue, template) => {
    const isRefused = policiesOf(queue, template)
      .flatMap((policy) => statementsOf(policy))
      .some(deniesPlainHttp);
    return [
      ...encrypted(queue, template),
      ...(isRefused ? [] : [offence('QueuePolicy', 'plain HTTP is let in')]),
      ...redriven(queue),
    ];
  },
  examples: [
    { name: 'the domain’s key', expect: 'holds', resources: queueWith({ KmsMasterKeyId: OWN_KEY_ARN }) },
    { name: 'a key of SQS', expect: 'holds', resources: queueWith({ SqsManagedSseEnabled: true }) },
    { name: 'no encryption', expect: 'breaks', resources: queueWith({ SqsManagedSseEnabled: false }) },
    {
      name: 'set aside at once',
      expect: 'breaks',
      resources: queueWith({ SqsManagedSseEnabled: true, RedrivePolicy: { maxReceiveCount: 1 } }),
    },
  ],
};

function encrypted({ properties }: RuleResource, template: RuleTemplate): readonly Offence[] {
  const { KmsMasterKeyId, SqsManagedSseEnabled } = properties;
  if (KmsMasterKeyId === undefined) {
    return SqsManagedSseEnabled === true ? [] : [offence('SqsManagedSseEnabled', SqsManagedSseEnabled)];
  }
  return isOwnKey(KmsMasterKeyId, template) ? [] : [offence('KmsMasterKeyId', KmsMasterKeyId)];
}

function redriven({ properties }: RuleResource): readonly Offence[] {
  const count = property(properties, 'RedrivePolicy.maxReceiveCount');
  if (count === undefined || (Number(count) >= RECEIVES.min && Number(count) <= RECEIVES.max)) return [];
  return [offence('RedrivePolicy.maxReceiveCount', count)];
}

function policiesOf(queue: RuleResource, { resources }: RuleTemplate): readonly RuleResource[] {
  const own = [`«${queue.logicalId}»`, String(queue.properties['QueueName'])];
  return resources.filter(
    ({ type, properties }) =>
      type === 'AWS::SQS::QueuePolicy' &&
      texts(properties['Queues']).some(
        (url) => own.includes(url) || own.includes(url.split('/').at(-1) ?? url),
      ),
  );
}

function queueWith(more: Readonly<Record<string, unknown>>): ExampleResources {
  const refusal = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return {
    ...OWN_KEY,
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'acme-prod-sales-failed', ...more } },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: [refusal] } },
    },
  };
}
