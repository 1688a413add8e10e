import { z } from 'zod';
import { defineProvider } from '../define-provider.ts';
import { documentIn } from '../live-properties.ts';
import { generatedName } from '../generated-name.ts';
import { unlessAbsent } from '../not-found.ts';
import { document } from '../property-schemas.ts';
import type { ResourceContext } from '../resource-provider.ts';

const Properties = z.strictObject({ Queues: z.array(z.string()).min(1), PolicyDocument: document });
type Properties = z.infer<typeof Properties>;

/** The policy of one or several queues; a queue is born without one. */
export const sqsQueuePolicy = defineProvider<Properties>({
  type: 'AWS::SQS::QueuePolicy',
  properties: Properties,
  createOnly: [],
  createsAgain: true,
  overwrites: true,
  identify: (_properties, context) => generatedName(context),
  create: async (properties, context) => {
    await put(properties.Queues, JSON.stringify(properties.PolicyDocument), context);
    return { physicalId: generatedName(context) };
  },
  read: async (physicalId, { call }, { Queues }) => {
    const [QueueUrl = ''] = Queues;
    const wanted = { QueueUrl, AttributeNames: ['QueueArn' as const] };
    return (await unlessAbsent(call('sqs', 'GetQueueAttributes', wanted))) && { Id: physicalId };
  },
  describe: async (_physicalId, { call }, { Queues }) => {
    const [QueueUrl = ''] = Queues;
    const wanted = { QueueUrl, AttributeNames: ['Policy' as const] };
    const found = await unlessAbsent(call('sqs', 'GetQueueAttributes', wanted));
    return found && { PolicyDocument: documentIn(found.Attributes?.Policy) };
  },
  update: async (_physicalId, { previous, desired }, context) => {
    await put(desired.Queues, JSON.stringify(desired.PolicyDocument), context);
    await remove(
      previous.Queues.filter((queue) => !desired.Queues.includes(queue)),
      context,
    );
    return undefined;
  },
  delete: async (_physicalId, context, { Queues }) => await remove(Queues, context),
});

async function put(queues: readonly string[], policy: string, { call }: ResourceContext): Promise<void> {
  for (const QueueUrl of queues) {
    await call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: policy } });
  }
}

async function remove(queues: readonly string[], context: ResourceContext): Promise<void> {
  for (const queue of queues) await unlessAbsent(put([queue], '', context));
}
