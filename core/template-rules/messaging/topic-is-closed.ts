import { isOwnKey, OWN_KEY, OWN_KEY_ARN } from '../own-key.ts';
import { demanded, type PolicyStatement, statementsOf } from '../policy-statement.ts';
import { offence, texts } from '../property.ts';
import type { ExampleResources, RuleResource, RuleTemplate, TemplateRule } from '../template-rule.ts';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:111111111111:acme-prod-sales-alarms';

export const topicIsClosed: TemplateRule = {
  id: 'M-1',
  statement: 'A topic encrypts with the domain’s own key and refuses what does not come over TLS',
  fix: 'set `masterKey` and `enforceSSL: true`',
  source: 'Security Hub SNS.1, SNS.4',
  types: ['AWS::SNS::Topic'],
  check: (topic, template) => {
    const { KmsMasterKeyId } = topic.properties;
    const isRefused = policiesOf(topic, template)
      .flatMap((policy) => statementsOf(policy))
      .some(deniesPlainHttp);
    return [
      ...(isOwnKey(KmsMasterKeyId, template) ? [] : [offence('KmsMasterKeyId', KmsMasterKeyId)]),
      ...(isRefused ? [] : [offence('TopicPolicy', 'plain HTTP is let in')]),
    ];
  },
  examples: [
    { name: 'a key and TLS', expect: 'holds', resources: topicWith(OWN_KEY_ARN, 'false') },
    { name: 'no key', expect: 'breaks', resources: topicWith(undefined, 'false') },
    { name: 'TLS refused instead', expect: 'breaks', resources: topicWith(OWN_KEY_ARN, 'true') },
  ],
};

function policiesOf(topic: RuleResource, { resources, scope }: RuleTemplate): readonly RuleResource[] {
  const name = topic.properties['TopicName'];
  const arn =
    typeof name === 'string'
      ? `arn:aws:sns:${scope.names.region}:${scope.account}:${name}`
      : `«${topic.logicalId}»`;
  return resources.filter(
    ({ type, properties }) => type === 'AWS::SNS::TopicPolicy' && texts(properties['Topics']).includes(arn),
  );
}

export function deniesPlainHttp(statement: PolicyStatement): boolean {
  return (
    statement.effect === 'Deny' &&
    statement.principals.includes('*') &&
    statement.conditions.length === 1 &&
    demanded(statement, 'aws:SecureTransport').some(({ values }) => values.join() === 'false')
  );
}

function topicWith(KmsMasterKeyId: unknown, secure: string): ExampleResources {
  return {
    ...OWN_KEY,
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: 'acme-prod-sales-alarms',
        ...(KmsMasterKeyId !== undefined && { KmsMasterKeyId }),
      },
    },
    Policy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'Topic' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 'sns:Publish',
              Resource: TOPIC_ARN,
              Condition: { Bool: { 'aws:SecureTransport': secure } },
            },
          ],
        },
      },
    },
  };
}
