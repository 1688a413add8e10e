import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { unlessAbsent } from '../not-found.ts';
import { document, flag } from '../property-schemas.ts';

const Properties = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.string(),
  Endpoint: z.string().optional(),
  FilterPolicy: document.optional(),
  FilterPolicyScope: z.string().optional(),
  RawMessageDelivery: flag.optional(),
  RedrivePolicy: document.optional(),
});
type Properties = z.infer<typeof Properties>;

/** Subscribing the same endpoint again answers the subscription that is there. */
export const snsSubscription = defineProvider<Properties>({
  type: 'AWS::SNS::Subscription',
  properties: Properties,
  createOnly: ['TopicArn', 'Protocol', 'Endpoint'],
  identifiers: ['Arn'],
  createsAgain: true,
  create: async (properties, { call }) => {
    const { TopicArn, Protocol, Endpoint } = properties;
    const { SubscriptionArn = '' } = await call('sns', 'Subscribe', {
      TopicArn,
      Protocol,
      ...(Endpoint !== undefined && { Endpoint }),
      Attributes: attributesOf(properties),
      ReturnSubscriptionArn: true,
    });
    return { physicalId: SubscriptionArn };
  },
  read: async (SubscriptionArn, { call }) => {
    const found = await unlessAbsent(call('sns', 'GetSubscriptionAttributes', { SubscriptionArn }));
    return found && { Arn: SubscriptionArn };
  },
  describe: async (SubscriptionArn, { call }) => {
    const found = await unlessAbsent(call('sns', 'GetSubscriptionAttributes', { SubscriptionArn }));
    const attributes = found?.Attributes;
    return (
      attributes && {
        TopicArn: attributes['TopicArn'],
        Protocol: attributes['Protocol'],
        Endpoint: attributes['Endpoint'],
        FilterPolicy: documentIn(attributes['FilterPolicy']),
        RawMessageDelivery: attributes['RawMessageDelivery'],
        RedrivePolicy: documentIn(attributes['RedrivePolicy']),
      }
    );
  },
  update: async (SubscriptionArn, { previous, desired }, { call }) => {
    const wanted = attributesOf(desired);
    const dropped = Object.keys(attributesOf(previous)).filter((name) => !(name in wanted));
    for (const AttributeName of dropped) {
      const AttributeValue = AttributeName === 'RawMessageDelivery' ? 'false' : '{}';
      await call('sns', 'SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue });
    }
    for (const [AttributeName, AttributeValue] of Object.entries(wanted)) {
      await call('sns', 'SetSubscriptionAttributes', { SubscriptionArn, AttributeName, AttributeValue });
    }
    return undefined;
  },
  delete: async (SubscriptionArn, { call }) => {
    await unlessAbsent(call('sns', 'Unsubscribe', { SubscriptionArn }));
  },
});

function attributesOf(properties: Properties): Record<string, string> {
  const { FilterPolicy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy } = properties;
  return {
    ...(FilterPolicy && { FilterPolicy: JSON.stringify(FilterPolicy) }),
    ...(FilterPolicyScope !== undefined && { FilterPolicyScope }),
    ...(RawMessageDelivery !== undefined && { RawMessageDelivery: String(RawMessageDelivery) }),
    ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
  };
}
