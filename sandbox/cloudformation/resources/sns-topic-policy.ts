import { definePolicyProvider } from '../define-policy-provider.ts';

/** Every topic has a policy; taking this one away brings back the one that a topic is born with. */
export const snsTopicPolicy = definePolicyProvider({
  type: 'AWS::SNS::TopicPolicy',
  holders: 'Topics',
  read: async (TopicArn, { call }) => {
    const found = await call('sns', 'GetTopicAttributes', { TopicArn });
    return found.Attributes?.['Policy'];
  },
  put: async (TopicArn, AttributeValue, { call }) =>
    await call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue }),
  initial: (TopicArn, { accountId }) => JSON.stringify(ownersPolicy(TopicArn, accountId)),
});

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html */
function ownersPolicy(TopicArn: string, accountId: string): object {
  const verbs = ['AddPermission', 'DeleteTopic', 'GetTopicAttributes', 'ListSubscriptionsByTopic'];
  const more = ['Publish', 'RemovePermission', 'SetTopicAttributes', 'Subscribe'];
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: [...verbs, ...more].map((verb) => `SNS:${verb}`),
    Resource: TopicArn,
    Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
  };
  return { Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] };
}
