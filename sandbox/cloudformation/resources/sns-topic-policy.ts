import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { document } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({ Topics: z.array(z.string()).min(1), PolicyDocument: document });
type Properties = z.infer<typeof Properties>;

/** Every topic has a policy; taking this one away brings back the one that a topic is born with. */
export const snsTopicPolicy = defineProvider<Properties>({
  type: 'AWS::SNS::TopicPolicy',
  properties: Properties,
  createOnly: [],
  createsAgain: true,
  overwrites: true,
  identify: (_properties, context) => generatedName(context),
  create: async (properties, context) => {
    await put(properties.Topics, JSON.stringify(properties.PolicyDocument), context);
    return { physicalId: generatedName(context) };
  },
  read: async (physicalId, { call }, { Topics }) => {
    const [TopicArn = ''] = Topics;
    return (await unlessAbsent(call('sns', 'GetTopicAttributes', { TopicArn }))) && { Id: physicalId };
  },
  describe: async (_physicalId, { call }, { Topics }) => {
    const [TopicArn = ''] = Topics;
    const found = await unlessAbsent(call('sns', 'GetTopicAttributes', { TopicArn }));
    return found && { PolicyDocument: documentIn(found.Attributes?.['Policy']) };
  },
  update: async (_physicalId, { previous, desired }, context) => {
    await put(desired.Topics, JSON.stringify(desired.PolicyDocument), context);
    await reset(
      previous.Topics.filter((topic) => !desired.Topics.includes(topic)),
      context,
    );
    return undefined;
  },
  delete: async (_physicalId, context, { Topics }) => await reset(Topics, context),
});

async function put(topics: readonly string[], policy: string, { call }: ResourceContext): Promise<void> {
  for (const TopicArn of topics) {
    await call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: policy });
  }
}

async function reset(topics: readonly string[], context: ResourceContext): Promise<void> {
  for (const TopicArn of topics) {
    const policy = JSON.stringify(ownersPolicy(TopicArn, context.accountId));
    await unlessAbsent(put([TopicArn], policy, context));
  }
}

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
