import { definePolicyProvider } from '../define-policy-provider.ts';

/** The policy of one or several queues; a queue is born without one. */
export const sqsQueuePolicy = definePolicyProvider({
  type: 'AWS::SQS::QueuePolicy',
  holders: 'Queues',
  read: async (QueueUrl, { call }) => {
    const found = await call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['Policy'] });
    return found.Attributes?.Policy;
  },
  put: async (QueueUrl, Policy, { call }) =>
    await call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy } }),
  initial: () => '',
});
